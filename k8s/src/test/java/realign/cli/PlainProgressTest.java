package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Progress as lines: their form, and when they come. */
class PlainProgressTest {
  private final TestClock clock = new TestClock(TestWorld.NOON);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PlainProgress view =
      new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);

  @Test
  void hasTheDocumentedForm() {
    clock.advance(PlainProgress.PAUSE);
    view.progress(
        new Event.Progress(
            "align-000", "align", 1240, 4000, "loss 0.412", 1238L, 4_000L, 18 * 60_000L));
    assertThat(printed())
        .isEqualTo("align-000 align 1240/4000 31% loss 0.412 ckpt 1238 (4s ago) eta 18m\n");
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    clock.advance(PlainProgress.PAUSE);
    view.progress(new Event.Progress("base", "evaluate", 3, 0, "", null, null, null));
    assertThat(printed()).isEqualTo("base evaluate 3/0\n");
  }

  @Test
  void saysAtMostALineEveryThirtySeconds() {
    for (int second = 1; second <= 95; second++) {
      clock.advance(Duration.ofSeconds(1));
      view.progress(at(second, 1000));
    }
    assertThat(printed().lines().map(line -> line.split(" ", -1)[2]))
        .containsExactly("30/1000", "60/1000", "90/1000");
  }

  @Test
  void saysTheEndOfEachStageOnce() {
    view.stage(new Event.StageBegins("align-000", "align", 0, 10));
    view.progress(at(10, 10));
    view.progress(at(10, 10));
    view.stage(new Event.StageBegins("align-000", "align", 0, 20));
    view.progress(at(20, 20));
    assertThat(printed()).isEqualTo("align-000 align 10/10 100%\nalign-000 align 20/20 100%\n");
  }

  @Test
  void saysAnEndThatTheChildDidNotTell() {
    view.finished();
    view.stage(new Event.StageBegins("align-000", "align", 0, 10));
    view.progress(at(1, 10));
    view.finished();
    view.finished();
    assertThat(printed()).isEqualTo("align-000 align 10/10 100%\n");
  }

  @Test
  void anEndHasNoExpectedRest() {
    view.progress(new Event.Progress("base", "evaluate", 3, 3, "", 3L, 0L, 9_000L));
    assertThat(printed()).isEqualTo("base evaluate 3/3 100% ckpt 3 (0s ago)\n");
  }

  private static Event.Progress at(long position, long size) {
    return new Event.Progress("align-000", "align", position, size, "", null, null, null);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
