package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.log.ScopeMaintenance;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.store.MemoryStore;

/** What waits for a scope that was given up: a report does without it, all else ends. */
class AbandonedScopesTest {
  @TempDir Path work;
  private final MemoryStore store = new MemoryStore();

  @ParameterizedTest
  @ValueSource(strings = {"base", "align-001", "cell-001"})
  void theReportIsMadeWithoutIt(String abandoned) {
    done("load");
    List.of("base", "align-000", "align-001", "cell-000", "cell-001").stream()
        .filter(scope -> !scope.equals(abandoned) && !attacks(scope, abandoned))
        .forEach(this::done);
    assertThatThrownBy(() -> run("report")).hasMessageContaining("RLN-722");
    abandon(abandoned);
    assertThat(run("report")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void noReportIsMadeWithoutRows() {
    List.of("load", "base", "align-000", "align-001", "cell-000", "cell-001").forEach(this::done);
    abandon("load");
    refused("report");
  }

  @Test
  void aCellOnAnAbandonedAlignmentEnds() {
    done("load");
    abandon("align-001");
    refused("cell-001");
    assertThat(store.list("runs/toy/cell-001/", "", 1)).isEmpty();
  }

  @Test
  void whatElseIsMissingIsStillWaitedFor() {
    List.of("load", "base", "align-000", "cell-000").forEach(this::done);
    abandon("cell-001");
    assertThatThrownBy(() -> run("report"))
        .hasMessageContaining("RLN-722")
        .hasMessageContaining("align-001");
  }

  @Test
  void aRunOfAllScopesLeavesThemOut() {
    abandon("cell-000");
    abandon("align-001");
    assertThat(run()).isEqualTo(ExitCode.DONE);
    ToyRun toy = new ToyRun(work, ToySpec.sweep());
    assertThat(toy.position(store, "align-000")).startsWith("DONE");
    assertThat(toy.position(store, "report")).startsWith("DONE");
    assertThat(store.list("runs/toy/cell-001/", "", 1)).isEmpty();
  }

  @Test
  void soDoesARunOfOneOfEach() {
    abandon("cell-000");
    ToyRun toy = new ToyRun(work, ToySpec.oneOfEach());
    assertThat(toy.run(store, new StopSignal(), HaltPoints.NONE)).isEqualTo(ExitCode.DONE);
    assertThat(toy.position(store, "report")).startsWith("DONE");
  }

  private static boolean attacks(String scope, String alignment) {
    return scope.replace("cell", "align").equals(alignment);
  }

  private void refused(String scope) {
    assertThatThrownBy(() -> run(scope))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
        .hasMessageContaining("RLN-732")
        .hasMessageContaining("abandoned: exit 1 three times");
  }

  private void done(String scope) {
    assertThat(run(scope)).isEqualTo(ExitCode.DONE);
  }

  private ExitCode run(String... scopes) {
    return new ToyRun(work, ToySpec.sweep())
        .run(store, List.of(scopes), null, false, new StopSignal(), HaltPoints.NONE);
  }

  private void abandon(String scope) {
    ScopeMaintenance.of(
            store, ToyRun.RUN, scope, Claims.settings(ToyRun.target(), false, ToyRun.provenance()))
        .abandon("exit 1 three times");
  }
}
