package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import realign.log.Restored;
import realign.model.ModelOptions;
import realign.spec.AlignSpec.Trained;
import realign.spec.ModelSpec.Compute;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;
import realign.stage.CommittedDrafts;

/**
 * A run that was stopped after any step ends with the bits of one that never stopped: weights,
 * moments, step counts and records, with dropout and two micro-batches a step.
 */
class ResumeTest {
  private static final int STEPS = 6;

  @TempDir Path folder;

  static Stream<Arguments> methods() {
    return Stream.of(
        Arguments.of(new Sft(), Compute.F32),
        Arguments.of(new Vaccine(0.5), Compute.F32),
        Arguments.of(new AcceleratedVaccine(0.5, 2), Compute.F32),
        Arguments.of(new Vaccine(0.5), Compute.BF16));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyStopEndsWithTheSameBits(MethodSpec method, Compute compute) {
    List<Map<String, byte[]>> states = new ArrayList<>();
    List<Restored> commits = new ArrayList<>();
    CommittedDrafts undisturbed = new CommittedDrafts();
    goOn(method, compute, null, undisturbed, states, commits);

    for (int stop = 0; stop < STEPS; stop++) {
      CommittedDrafts log = new CommittedDrafts();
      List<Map<String, byte[]>> resumed = new ArrayList<>();
      goOn(method, compute, commits.get(stop), log, resumed, new ArrayList<>());
      for (int step = stop; step <= STEPS; step++) {
        assertSame(resumed.get(step - stop), states.get(step), stop, step);
      }
      assertSame(log.artefacts(), undisturbed.artefacts(), stop, STEPS);
      assertThat(log.records("steps"))
          .as("records after a stop at %d", stop)
          .isEqualTo(undisturbed.records("steps").subList(stop, STEPS));
    }
  }

  /** Commits before the first and after every step; the last commit has no state. */
  private void goOn(
      MethodSpec method,
      Compute compute,
      @Nullable Restored from,
      CommittedDrafts log,
      List<Map<String, byte[]>> states,
      List<Restored> commits) {
    try (TrainingStage stage =
        new TrainingStage(
            Tiny.recipe(method),
            Artefacts.aligned(Trained.LORA),
            new Randomness(42, 1),
            () -> Tiny.examples(10),
            () -> Tiny.model(folder, 0.1, new ModelOptions(compute)),
            () -> false)) {
      stage.open(from);
      assertThat(stage.size()).isEqualTo(STEPS);
      StepRows rows;
      do {
        states.add(log.commit(stage.draft()).state());
        commits.add(log.newest());
        rows = stage.read();
        if (rows != null) {
          stage.process(rows);
        }
      } while (rows != null);
    }
  }

  private static void assertSame(
      Map<String, byte[]> actual, Map<String, byte[]> expected, int stop, int step) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, bytes) ->
            assertThat(actual.get(name))
                .as("%s at step %d after a stop at %d", name, step, stop)
                .isEqualTo(bytes));
  }
}
