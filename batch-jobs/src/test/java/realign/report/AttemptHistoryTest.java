package realign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.ScopeView;
import realign.log.ScopeView.CommitPoint;
import realign.result.Circumstances.Attempt;
import realign.result.Circumstances.Ending;

class AttemptHistoryTest {
  private static final Instant START = Instant.parse("2026-03-04T02:00:00Z");
  private static final Provenance MACHINE =
      new Provenance("0".repeat(64), "0.1.0", Map.of(), "cpu", "AVX2", 1);
  private static final Holder HOLDER = new Holder("a", null, null, "boot", "ns", 7, "1");

  @Test
  void tellsWhereEachAttemptBeganAndHowItEnded() {
    List<Attempt> attempts =
        AttemptHistory.of(
            view(
                List.of(claim(0, null), claim(3, at(30)), claim(6, null)),
                List.of(commit(1, 0, 10), commit(2, 0, 20), commit(4, 3, 30), commit(7, 6, 40)),
                new ScopeView.DoneSummary("key", Map.of(), at(60), List.of())));
    assertThat(attempts)
        .extracting(Attempt::from)
        .containsExactly("the beginning", "align 20", "align 30");
    assertThat(attempts)
        .extracting(Attempt::ending)
        .containsExactly(Ending.REPLACED, Ending.RELEASED, Ending.DONE);
    assertThat(attempts).extracting(Attempt::redone).containsExactly(0L, 0L, 0L);
    assertThat(attempts.get(2).end()).isEqualTo(at(60));
  }

  @Test
  void countsWhatHadToBeDoneAgainAfterAFallBack() {
    List<Attempt> attempts =
        AttemptHistory.of(
            view(
                List.of(claim(0, null), claim(4, null)),
                List.of(commit(1, 0, 10), commit(2, 0, 20), commit(3, 0, 30), commit(5, 4, 20)),
                null));
    assertThat(attempts).extracting(Attempt::redone).containsExactly(0L, 10L);
    assertThat(attempts.get(1).ending()).isEqualTo(Ending.RUNNING);
  }

  @Test
  void tellsThatTheLastOneGaveTheScopeUp() {
    ScopeView running = view(List.of(claim(0, null), claim(3, at(9))), List.of(), null);
    ScopeView abandoned =
        new ScopeView(
            "run",
            "align-000",
            ScopeView.State.ABANDONED,
            running.attempts(),
            running.commits(),
            null,
            null);
    assertThat(AttemptHistory.of(abandoned))
        .extracting(Attempt::ending)
        .containsExactly(Ending.REPLACED, Ending.ABANDONED);
  }

  private static ScopeView view(
      List<ScopeView.Attempt> claims,
      List<CommitPoint> commits,
      ScopeView.@org.jspecify.annotations.Nullable DoneSummary done) {
    return new ScopeView("run", "align-000", ScopeView.State.RUNNING, claims, commits, null, done);
  }

  private static ScopeView.Attempt claim(long n, @org.jspecify.annotations.Nullable Instant end) {
    return new ScopeView.Attempt(n, HOLDER, at(n), null, end);
  }

  private static CommitPoint commit(long n, long claim, long position) {
    return new CommitPoint(
        n, claim, "align", position, false, at(n), false, false, 0, null, MACHINE);
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }
}
