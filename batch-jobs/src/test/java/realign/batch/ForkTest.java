package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.log.CheckpointName;
import realign.log.Fork;
import realign.log.Provenance;
import realign.log.ScopeHead;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Target;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** The real chain on a tiny model: reuse by the next run, and runs that begin in the middle. */
class ForkTest {
  @TempDir static Path folder;

  private static TinyRun tiny;

  /** A run that ended, and the same one stopped after two of three steps of its alignment. */
  private static final MemoryStore FINISHED = new MemoryStore();

  private static final MemoryStore STOPPED = new MemoryStore();

  private MemoryStore store = new MemoryStore();

  @BeforeAll
  static void undisturbedRun() {
    tiny = new TinyRun(folder);
    tiny.submit(FINISHED);
    run(tiny, FINISHED, new StopSignal(), HaltPoints.NONE);
    tiny.submit(STOPPED);
    StopSignal stop = new StopSignal();
    HaltPoints afterTwo =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_STEP && stage.equals("align") && position == 2) {
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    run(tiny, STOPPED, stop, afterTwo);
  }

  @BeforeEach
  void copyOfTheStores() {
    store = new MemoryStore();
  }

  @Test
  void theSameSpecUnderAnotherNameTrainsNothing() {
    copy(FINISHED);
    TinyRun second = another("second", Function.identity());
    String told = run(second, store, new StopSignal(), HaltPoints.NONE);
    assertThat(told).doesNotContain("step 0", "resumed").contains("cell-000: unchanged since tiny");
    assertThat(second.results(store)).isEqualTo(tiny.results(FINISHED));
    assertThat(summary("second"))
        .contains("Not computed by this run alone", "align-000: unchanged since tiny");
    assertThat(text("second", "report.html")).contains("unchanged since tiny");
    assertThat(text("second", "report.json")).contains("\"copied\"");
    assertThat(summary("tiny")).doesNotContain("Not computed");
  }

  /** Names, gates and where to stop decide no number; the attack's rate decides the cell alone. */
  @Test
  void oneChangedValueTrainsWhatDependsOnIt() {
    copy(FINISHED);
    TinyRun second =
        another(
            "second",
            spec ->
                spec.replace("name: tiny", "name: other")
                    .replace("minAccuracy: 100", "minAccuracy: 99")
                    .replace("optimiser: {lr: 1e-2}", "optimiser: {lr: 2e-2}"));
    String told = run(second, store, new StopSignal(), HaltPoints.NONE);
    assertThat(told)
        .contains("align-000: unchanged since tiny", "cell-000 attack: starting at step 0")
        .doesNotContain("align-000 align: starting", "cell-000: unchanged");
  }

  @Test
  void aForkOfTheSameSpecFindsTheSame() {
    copy(STOPPED);
    TinyRun fork = another("fork", Function.identity());
    begin(fork, "fork", "align-000:2");
    String told = run(fork, store, new StopSignal(), HaltPoints.NONE);
    assertThat(told).contains("align-000 align: resumed from step 2 of 3");
    assertThat(findings("fork")).isEqualTo(findingsOf(FINISHED, "tiny"));
    assertThat(summary("fork")).contains("forked from align-000 of tiny at align 2");
  }

  @Test
  void aForkGoesOnByItsOwnSpecAndIsNeverTakenForARunOfIt() {
    copy(STOPPED);
    Function<String, String> faster = spec -> spec.replace("lr: 1e-2, sch", "lr: 5e-2, sch");
    TinyRun fork = another("fork", faster);
    begin(fork, "fork", "align-000:2");
    String told = run(fork, store, new StopSignal(), HaltPoints.NONE);
    assertThat(told).contains("align-000 align: resumed from step 2 of 3");
    assertThat(findings("fork")).isNotEqualTo(findingsOf(FINISHED, "tiny"));

    TinyRun plain = another("plain", faster);
    String again = run(plain, store, new StopSignal(), HaltPoints.NONE);
    assertThat(again)
        .contains("align-000 align: starting at step 0", "cell-000 attack: starting at step 0")
        .contains("load: unchanged since tiny");
    assertThat(key("plain", "cell-000")).isNotEqualTo(key("fork", "cell-000"));
  }

  /** The same fork again is the same work again. */
  @Test
  void aForkIsReusedByTheSameFork() {
    copy(STOPPED);
    TinyRun fork = another("fork", Function.identity());
    begin(fork, "fork", "align-000:2");
    run(fork, store, new StopSignal(), HaltPoints.NONE);
    TinyRun again = another("again", Function.identity());
    begin(again, "again", "align-000:2");
    assertThat(run(again, store, new StopSignal(), HaltPoints.NONE))
        .contains("align-000 align: resumed from step 2 of 3", "cell-000: unchanged since fork");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxSteps: 3 | maxSteps: 1 | RLN-744",
        "align-000:2 | align-001:2 | RLN-742",
        "align-000:2 | load | RLN-742",
        "align-000:2 | align-000:1000 | RLN-417",
      })
  void whatCannotFitIsRefused(String from, String to, String id) {
    copy(STOPPED);
    TinyRun fork = another("fork", spec -> spec.replaceFirst(from, to));
    String at = from.contains(":2") ? to : "align-000:2";
    assertThatThrownBy(() -> begin(fork, "fork", at)).hasMessageContaining(id);
    assertThat(ScopeHead.read(store, "fork", "align-000").attempts()).isZero();
  }

  @Test
  void aScopeThatWasBegunIsNoFork() {
    copy(STOPPED);
    TinyRun fork = another("fork", Function.identity());
    begin(fork, "fork", "align-000:2");
    assertThatThrownBy(() -> begin(fork, "fork", "align-000:2")).hasMessageContaining("RLN-740");
  }

  @Test
  void tensorsOfAnotherShapeAreNamed() {
    copy(STOPPED);
    TinyRun fork = another("fork", spec -> spec.replaceFirst("rank: 2", "rank: 3"));
    begin(fork, "fork", "align-000:2");
    assertThatThrownBy(() -> run(fork, store, new StopSignal(), HaltPoints.NONE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining("RLN-505")
        .hasMessageContaining("[2, 24] in the checkpoint")
        .hasMessageContaining("[3, 24]");
  }

  private TinyRun another(String run, Function<String, String> change) {
    TinyRun other = tiny.another(run, change);
    other.submit(store);
    return other;
  }

  private void begin(TinyRun fork, String run, String at) {
    Target target = ToyRun.target();
    Provenance nobody = ToyRun.provenance();
    Settings settings =
        new Settings(target.timeToLive(), target.heartbeat(), target.checkpoint(), false, nobody);
    new Fork(store, settings).begin(run, fork.spec(), "tiny", CheckpointName.parse(at));
  }

  private void copy(MemoryStore source) {
    source
        .list("", "", 10_000)
        .forEach(key -> store.put(key, realign.store.Payload.of(source.get(key).orElseThrow())));
  }

  private static String run(TinyRun run, ObjectStore in, StopSignal stop, HaltPoints halts) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Claims.Options options = new Claims.Options(false, false, false, true);
    Outcome unused = run.run(in, options, stop, halts, null, told);
    return told.toString(StandardCharsets.UTF_8);
  }

  private String key(String run, String scope) {
    return java.util.Objects.requireNonNull(ScopeView.read(store, run, scope).done()).key();
  }

  private String summary(String run) {
    return text(run, "summary.md");
  }

  private String findings(String run) {
    return findingsOf(store, run);
  }

  private static String findingsOf(ObjectStore in, String run) {
    return textOf(in, run, "findings.json");
  }

  private String text(String run, String artefact) {
    return textOf(store, run, artefact);
  }

  private static String textOf(ObjectStore in, String run, String artefact) {
    return StandardCharsets.UTF_8
        .decode(new StoredResults(in, run).of("report").artefact(artefact))
        .toString();
  }
}
