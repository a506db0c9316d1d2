package realign.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.cluster.JobView;
import realign.cluster.JobView.State;
import realign.cluster.PodView;
import realign.log.ScopeView;
import realign.render.Labels;
import realign.render.Phase;
import realign.spec.ClusterTarget.Occasion;
import realign.spec.ExitCode;
import realign.spec.RunSpec;
import realign.spec.TerminationMessage;

/** The decision, rule by rule. */
class ReconciliationTest {
  private static final int RECOVERIES = 3;

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String ALIGN = "base,align-000,align-001";
  private static final String CELLS = "cell-000,cell-001,cell-002,cell-003";

  private final Map<String, ScopeView.State> scopes = new LinkedHashMap<>();
  private final List<JobView> jobs = new ArrayList<>();
  private final List<PodView> pods = new ArrayList<>();
  private final Map<String, Instant> commits = new LinkedHashMap<>();
  private RunSpec spec = SampleRun.SPEC;
  private @Nullable StopMark stopped;
  private boolean overdue;

  @Test
  void phasesComeOneAfterTheOther() {
    assertThat(next()).isEqualTo(create("load", "load"));
    done("load");
    assertThat(next()).isEqualTo(create("align", ALIGN.split(",")));
    done(ALIGN.split(","));
    assertThat(next()).isEqualTo(create("cells", CELLS.split(",")));
    done(CELLS.split(","));
    assertThat(next()).isEqualTo(create("report", "report"));
    done("report");
    assertThat(next()).isEqualTo(new Decision.Conclude(List.of()));
  }

  @Test
  void aSmallRunIsOneJob() {
    spec = SampleRun.SMALL;
    assertThat(next())
        .isEqualTo(
            new Decision.Create(
                new Phase(
                    "nightly",
                    List.of("load", "base", "align-000", "cell-000", "report"),
                    false,
                    true),
                1));
    done("load", "base", "align-000", "cell-000");
    assertThat(next()).isEqualTo(create("report", "report"));
  }

  @Test
  void onlyWhatIsOpenGetsAJob() {
    done("load", "base", "align-001");
    assertThat(next()).isEqualTo(create("align", "align-000"));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, is at work", "SUSPENDED, is suspended"})
  void nothingIsCreatedBesideAJobThatHasNotEnded(State state, String words) {
    job("load", state, "load");
    assertThat(next()).isEqualTo(new Decision.Wait("job night-1-load " + words));
    done("load");
    assertThat(next()).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void aJobThatLeftAScopeOpenIsCreatedAgainAFewTimes() {
    job("load", State.COMPLETE, "load");
    assertThat(next()).isEqualTo(recreate(2));
    creation(2);
    assertThat(next()).isEqualTo(recreate(3));
    creation(3);
    assertThat(end().exit()).isEqualTo(ExitCode.FAILED);
    assertThat(end().sentence()).isEqualTo("job night-1-load ended 3 times and left load open");
    done("load");
    assertThat(next()).isInstanceOf(Decision.Create.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PodFailurePolicy, 3, INVALID, FAILED",
    "PodFailurePolicy, 10, BLOCKED, BLOCKED",
    "PodFailurePolicy, 11, INCONCLUSIVE, INCONCLUSIVE",
    "PodFailurePolicy, 12, BUDGET, BUDGET",
    "PodFailurePolicy, 4, CREDENTIALS, FAILED",
    "BackoffLimitExceeded, 1, FAILED, FAILED",
    "BackoffLimitExceeded, 7, STORE_UNAVAILABLE, FAILED",
    "BackoffLimitExceeded, 137, FAILED, FAILED",
    "BackoffLimitExceeded, 143, FAILED, FAILED",
    "BackoffLimitExceeded, 75, FAILED, FAILED",
    "DeadlineExceeded, 75, BUDGET, BUDGET",
    "DeadlineExceeded, 143, BUDGET, BUDGET",
  })
  void aJobOfOnePodEndsTheRunWithItsCode(String reason, int code, ExitCode exit, Occasion told) {
    failed("load", reason, "load");
    creation(WorkJob.MOST_CREATIONS);
    pod("load", null, code, message(code, "the load stage says why"));
    assertThat(end().exit()).isEqualTo(exit);
    assertThat(end().occasion()).isEqualTo(told);
    done("load");
    assertThat(next()).isInstanceOf(Decision.Create.class);
  }

  @Test
  void anEndIsToldInTheProgramsWords() {
    failed("load", "PodFailurePolicy", "load");
    assertThat(end().sentence()).isEqualTo("job night-1-load failed: PodFailurePolicy by test");
    pod("load", null, 3, message(3, "rows.jsonl is empty"));
    assertThat(end().sentence()).isEqualTo("rows.jsonl is empty (exit 3 of night-1-load)");
    pods.clear();
    pod("load", null, 3, "");
    assertThat(end().sentence()).isEqualTo("invalid spec or data (exit 3 of night-1-load)");
    pods.clear();
    pod("load", null, 1, "Exception in thread main");
    assertThat(end().sentence()).isEqualTo("Exception in thread main (exit 1 of night-1-load)");
  }

  @Test
  void aFailedIndexIsGivenUpSoThatTheOthersStand() {
    done("load", "base", "align-000");
    failed("align", "FailedIndexes", ALIGN, 2);
    pod("align", 2, 1, message(1, "loss is not finite"));
    assertThat(next())
        .isEqualTo(
            abandon(Map.of("align-001", "loss is not finite (exit 1 of night-1-align index 2)")));
    abandoned("align-001");
    assertThat(next())
        .isEqualTo(
            abandon(
                Map.of(
                    "cell-002", "alignment align-001 failed",
                    "cell-003", "alignment align-001 failed")));
    abandoned("cell-002", "cell-003");
    assertThat(next()).isEqualTo(create("cells", "cell-000", "cell-001"));
    done("cell-000", "cell-001", "report");
    assertThat(next())
        .isEqualTo(new Decision.Conclude(List.of("align-001", "cell-002", "cell-003")));
  }

  @Test
  void anIndexCountsFromTheScopesThatItsJobBeganWith() {
    done("load", "align-000");
    failed("align", "FailedIndexes", "base,align-001", 0);
    pod("align", 0, 1, message(1, "loss is not finite"));
    done("align-001");
    assertThat(next())
        .isEqualTo(abandon(Map.of("base", "loss is not finite (exit 1 of night-1-align index 0)")));
  }

  @Test
  void whatNoPodSpeaksAgainstIsNotGivenUp() {
    done("load", "base", "align-000", "align-001", "cell-000");
    failed("cells", "FailedIndexes", CELLS, 1, 2, 3);
    pod("cells", 1, 1, "");
    pod("cells", 3, 1, "");
    assertThat(end().exit()).isEqualTo(ExitCode.FAILED);
    pod("cells", 2, 1, "");
    assertThat(((Decision.Abandon) next()).reasons()).hasSize(3);
  }

  @Test
  void anOutageThatIsOverIsTriedAgainAFewTimes() {
    failed("load", "BackoffLimitExceeded", "load");
    pod("load", null, 7, "");
    assertThat(next()).isEqualTo(recreate(2));
    done("load", "base", "align-000", "align-001", "cell-000");
    failed("cells", "FailedIndexes", CELLS, 1, 2, 3);
    pod("cells", 1, 1, "");
    pod("cells", 2, 7, "");
    pod("cells", 3, 7, "");
    assertThat(next()).isInstanceOf(Decision.Recreate.class);
    pod("cells", 3, 4, "");
    pods.remove(3);
    assertThat(end().exit()).isEqualTo(ExitCode.CREDENTIALS);
  }

  @Test
  void whereNoneSucceededNoneIsGivenUp() {
    done("load", "base");
    failed("align", "FailedIndexes", ALIGN, 1, 2);
    pod("align", 1, 3, message(3, "bad rows"));
    assertThat(end().exit()).isEqualTo(ExitCode.INVALID);
    done("align-000", "align-001");
    jobs.clear();
    failed("cells", "FailedIndexes", CELLS, 0, 1, 2, 3);
    for (int index = 0; index < 4; index++) {
      pod("cells", index, 1, "");
    }
    assertThat(end().exit()).isEqualTo(ExitCode.FAILED);
    done("cell-003");
    assertThat(((Decision.Abandon) next()).reasons()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"12, BUDGET", "4, CREDENTIALS", "7, STORE_UNAVAILABLE"})
  void whatNoScopeIsToBlameForGivesNoneUp(int code, ExitCode exit) {
    done("load", "base", "align-000", "align-001", "cell-000");
    failed("cells", "FailedIndexes", CELLS, 1, 2);
    creation(WorkJob.MOST_CREATIONS);
    pod("cells", 1, 1, "");
    pod("cells", 2, code, "");
    done("cell-003");
    assertThat(end().exit()).isEqualTo(exit);
  }

  @Test
  void theBudgetComesBeforeOtherFailures() {
    done("load", "base", "align-000", "align-001", "cell-000");
    failed("cells", "FailedIndexes", CELLS, 1, 2);
    pod("cells", 1, 4, "");
    pod("cells", 2, 12, "");
    assertThat(end().exit()).isEqualTo(ExitCode.BUDGET);
    pods.clear();
    jobs.clear();
    failed("cells", "DeadlineExceeded", CELLS, 1);
    pod("cells", 1, 3, "");
    assertThat(end().exit()).isEqualTo(ExitCode.BUDGET);
  }

  @Test
  void scopesThatWereNeverTriedAreNotGivenUp() {
    done("load", "base", "align-000", "align-001", "cell-000");
    failed("cells", "MaxFailedIndexesExceeded", CELLS, 1, 2);
    pod("cells", 1, 3, "");
    assertThat(end().exit()).isEqualTo(ExitCode.INVALID);
  }

  @Test
  void aPodThatWasEndedFromOutsideExplainsNothing() {
    failed("load", "BackoffLimitExceeded", "load");
    pod("load", null, 3, "");
    pods.add(pod("load", null, 137, "", true, NOON.plusSeconds(60)));
    assertThat(end().exit()).isEqualTo(ExitCode.INVALID);
  }

  @Test
  void aStoppedRunStartsNothing() {
    stopped = new StopMark("ada@desk", NOON);
    assertThat(end().exit()).isEqualTo(ExitCode.DONE);
    assertThat(end().sentence()).isEqualTo("stopped by ada@desk");
    assertThat(end().occasion()).isNull();
    job("load", State.COMPLETE, "load");
    job("align", State.ACTIVE, ALIGN);
    job("cells", State.SUSPENDED, CELLS);
    assertThat(((Decision.End) next()).suspend()).containsExactly("night-1-align");
  }

  @Test
  void anEndThatWasReachedStandsWhoeverStopsTheRun() {
    done(("load," + ALIGN + "," + CELLS + ",report").split(","));
    stopped = new StopMark("ada@desk", NOON);
    overdue = true;
    failed("report", "PodFailurePolicy", "report");
    assertThat(next()).isEqualTo(new Decision.Conclude(List.of()));
  }

  @Test
  void theDeadlineOfTheNightEndsItWithItsJobs() {
    job("align", State.ACTIVE, ALIGN);
    overdue = true;
    assertThat(end().exit()).isEqualTo(ExitCode.BUDGET);
    assertThat(((Decision.End) next()).suspend()).containsExactly("night-1-align");
  }

  @ParameterizedTest
  @CsvSource({"load", "report"})
  void aRunThatAPersonAbandonedEnds(String scope) {
    abandoned(scope);
    assertThat(end().exit()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(end().occasion()).isNull();
  }

  @Test
  void podsThatAreKilledAgainAndAgainEndTheRunWhereNothingElseIsLeft() {
    done("load", "base", "align-000");
    job("align", State.ACTIVE, "base,align-000,align-001");
    scopes.remove("align-000");
    for (String scope : List.of(ALIGN.split(",", -1))) {
      commits.put(scope, NOON);
    }
    for (int i = 1; i < RECOVERIES; i++) {
      killed("align", 1, NOON.plusSeconds(i));
      killed("align", 2, NOON.plusSeconds(i));
      pods.add(pod("align", 1, 137, "", true, NOON.plusSeconds(i))); // a preemption is free
      killed("align", 1, NOON.minusSeconds(i)); // something was committed
    }
    assertThat(next()).isInstanceOf(Decision.Wait.class);
    killed("align", 2, NOON.plusSeconds(9));
    assertThat(next()).isInstanceOf(Decision.Wait.class); // the other may still stand
    killed("align", 1, NOON.plusSeconds(9));
    assertThat(end().exit()).isEqualTo(ExitCode.BUDGET);
    assertThat(end().sentence()).contains("3 pods of job").contains("align");
    assertThat(((Decision.End) next()).suspend())
        .containsExactly(Labels.job(SampleRun.RUN, "align"));
  }

  @Test
  void podsOfAJobOfOnePodEndTheRunToo() {
    job("load", State.ACTIVE, "load");
    for (int i = 0; i < RECOVERIES; i++) {
      killed("load", null, NOON);
    }
    assertThat(end().exit()).isEqualTo(ExitCode.BUDGET);
    commits.put("load", NOON.plusSeconds(1));
    assertThat(next()).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void anIndexThatIsKilledAgainAndAgainIsGivenUpWhereOthersStand() {
    done("load", "base", "align-000", "align-001", "cell-000");
    job("cells", State.ACTIVE, CELLS);
    commits.put("cell-001", NOON.plusSeconds(60)); // another one's progress is not its own
    for (int i = 0; i < RECOVERIES; i++) {
      killed("cells", 2, NOON);
    }
    String reason =
        "3 pods of job night-1-cells index 2 were killed one after the other and committed nothing";
    assertThat(next()).isEqualTo(abandon(Map.of("cell-002", reason)));
    abandoned("cell-002");
    assertThat(next()).isInstanceOf(Decision.Wait.class);
    done("cell-001", "cell-003");
    assertThat(next()).isEqualTo(new Decision.Remove("night-1-cells")); // else it never ends
    jobs.clear();
    assertThat(next()).isEqualTo(create("report", "report"));
  }

  private void killed(String phase, @Nullable Integer index, Instant created) {
    pods.add(pod(phase, index, 137, "", false, created));
  }

  @Test
  void theCoordinatorsOwnJobIsNoWork() {
    jobs.add(view(SampleRun.RUN, Labels.COORDINATOR, State.ACTIVE, "", "", List.of()));
    assertThat(next()).isEqualTo(create("load", "load"));
  }

  private Decision next() {
    return Reconciliation.next(
        new Situation(
            SampleRun.RUN, spec, jobs, pods, scopes, stopped, overdue, commits, RECOVERIES));
  }

  private Ending end() {
    assertThat(next()).isInstanceOf(Decision.End.class);
    return ((Decision.End) next()).ending();
  }

  private static Decision create(String phase, String... scopes) {
    boolean computes = !phase.equals("load") && !phase.equals("report");
    return new Decision.Create(new Phase(phase, List.of(scopes), computes, computes), 1);
  }

  private static Decision recreate(int creation) {
    return new Decision.Recreate(
        new Phase("load", List.of("load"), false, false),
        "night-1-load",
        "uid-night-1-load",
        creation);
  }

  private static Decision abandon(Map<String, String> reasons) {
    return new Decision.Abandon(reasons);
  }

  private void done(String... names) {
    for (String name : names) {
      scopes.put(name, ScopeView.State.DONE);
    }
  }

  private void abandoned(String... names) {
    for (String name : names) {
      scopes.put(name, ScopeView.State.ABANDONED);
    }
  }

  private void job(String phase, State state, String names) {
    jobs.add(view(Labels.job(SampleRun.RUN, phase), phase, state, "", names, List.of()));
  }

  private void failed(String phase, String reason, String names, Integer... indexes) {
    String name = Labels.job(SampleRun.RUN, phase);
    jobs.add(view(name, phase, State.FAILED, reason, names, List.of(indexes)));
  }

  private void creation(int count) {
    JobView job = jobs.remove(0);
    Map<String, String> annotations = new LinkedHashMap<>(job.annotations());
    annotations.put(WorkJob.CREATION, String.valueOf(count));
    jobs.add(
        new JobView(
            job.name(),
            job.uid(),
            job.component(),
            job.state(),
            job.reason(),
            job.message(),
            job.active(),
            job.completed(),
            job.failed(),
            job.created(),
            job.ended(),
            annotations,
            job.scopes(),
            job.queue(),
            job.started(),
            job.ready()));
  }

  private static JobView view(
      String name, String component, State state, String reason, String names, List<Integer> bad) {
    return new JobView(
        name,
        "uid-" + name,
        component,
        state,
        reason,
        reason.isEmpty() ? "" : "by test",
        state == State.ACTIVE ? 1 : 0,
        List.of(),
        bad,
        NOON,
        null,
        Map.of(),
        names.isEmpty() ? List.of() : List.of(names.split(",")),
        "",
        NOON,
        null);
  }

  private void pod(String phase, @Nullable Integer index, int code, String termination) {
    pods.add(pod(phase, index, code, termination, false, NOON));
  }

  private static PodView pod(
      String phase,
      @Nullable Integer index,
      int code,
      String termination,
      boolean disrupted,
      Instant created) {
    return new PodView(
        "pod-" + created,
        Labels.job(SampleRun.RUN, phase),
        index,
        PodView.Phase.FAILED,
        "node",
        code,
        termination,
        "",
        "",
        disrupted,
        false,
        created);
  }

  private static String message(int code, String sentence) {
    return new TerminationMessage(ExitCode.of(code), null, sentence).json();
  }
}
