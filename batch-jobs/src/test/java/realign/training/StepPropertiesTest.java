package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.data.ExampleSet;
import realign.method.Methods;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.Parameters;
import realign.model.TokenBatch;
import realign.result.StepRecord;
import realign.safetensors.HostTensor;
import realign.spec.AlignSpec.Weighting;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;

/** What holds for a step whatever the model. */
class StepPropertiesTest {
  private static final ExampleSet ROWS = Tiny.examples(8);
  private static final TokenBatch FIRST = Tiny.batch(ROWS, 0, 4);
  private static final TokenBatch SECOND = Tiny.batch(ROWS, 4, 8);

  @TempDir Path folder;
  private final List<Training> open = new ArrayList<>();

  @BeforeEach
  void enter() {
    Engine.enterThread();
  }

  @AfterEach
  void close() {
    open.forEach(Training::close);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.1, 2, 10})
  void perturbationHasNormRho(double rho) {
    StepRecord record = training(new Vaccine(rho), 0).loop().step(1, List.of(FIRST));
    assertThat(Objects.requireNonNull(record.perturbationNorm()) / rho).isEqualTo(1, within(1e-5));
  }

  /** Every micro-batch has the whole budget, whatever its weight. */
  @Test
  void everyMicroBatchHasItsOwnBudget() {
    RecordingMethod method = new RecordingMethod(Methods.of(new Vaccine(2)));
    training(Tiny.recipe(new Vaccine(2)), method, 0).loop().step(1, List.of(FIRST, SECOND));
    assertThat(method.passes).hasSize(2);
    assertThat(method.passes)
        .allSatisfy(pass -> assertThat(pass.perturbationNorm).isEqualTo(2, within(2e-5)));
  }

  /** L(pass 2) - L(pass 1) = rho * norm + O(rho^2) (Taylor, section 3.1 of the paper). */
  @Test
  void smallPerturbationRaisesTheLossToFirstOrder() {
    double rho = 1e-2;
    StepRecord record = training(new Vaccine(rho), 0).loop().step(1, List.of(FIRST));
    double rise = record.loss() - Objects.requireNonNull(record.cleanLoss());
    double firstOrder = rho * Objects.requireNonNull(record.siteGradNorm());
    assertThat(rise / firstOrder).isEqualTo(1, within(0.01));
  }

  @Test
  void withoutPerturbationItIsSft() {
    StepRecord vaccine = training(new Vaccine(0), 0).loop().step(1, List.of(FIRST));
    StepRecord sft = training(new Sft(), 0).loop().step(1, List.of(FIRST));
    assertThat(vaccine.loss()).isEqualTo(sft.loss(), within(1e-6));
    assertThat(vaccine.gradNorm()).isEqualTo(sft.gradNorm(), within(1e-6));
  }

  /** With dropout, both passes see the same masks: the first-order check holds as without. */
  @Test
  void bothPassesShareTheirDropout() {
    double rho = 2e-3;
    StepRecord record = training(new Vaccine(rho), 0.3).loop().step(1, List.of(FIRST));
    double rise = record.loss() - Objects.requireNonNull(record.cleanLoss());
    assertThat(rise / (rho * Objects.requireNonNull(record.siteGradNorm())))
        .isEqualTo(1, within(0.01));
  }

  @Test
  void dropoutDiffersByStepAndMicroBatch() {
    RecordingMethod method = new RecordingMethod(Methods.of(new Sft()));
    Training training = training(Tiny.recipe(new Sft()), method, 0.3);
    training.loop().step(1, List.of(FIRST, FIRST));
    double first = method.passes.get(0).loss;
    assertThat(method.passes.get(1).loss).isNotEqualTo(first);
    // The learning rate of step 1 is 0, so the weights are the same.
    training.loop().step(2, List.of(FIRST, FIRST));
    assertThat(method.passes.get(0).loss).isNotEqualTo(first);
  }

  @Test
  void accumulationByTokensEqualsOneLargeBatch() {
    RecordingMethod parts = new RecordingMethod(Methods.of(new Sft()));
    RecordingMethod whole = new RecordingMethod(Methods.of(new Sft()));
    StepRecord accumulated =
        training(Tiny.recipe(new Sft()), parts, 0).loop().step(1, List.of(FIRST, SECOND));
    StepRecord large =
        training(Tiny.recipe(new Sft()), whole, 0).loop().step(1, List.of(Tiny.batch(ROWS, 0, 8)));
    assertThat(accumulated.loss()).isEqualTo(large.loss(), within(1e-6));
    assertThat(accumulated.tokens()).isEqualTo(large.tokens());
    assertThat(largest(parts.gradients, whole.gradients)).isLessThan(1e-6);
  }

  @Test
  void equalWeightsGiveTheMeanOfTheMeans() {
    RecordingMethod method = new RecordingMethod(Methods.of(new Sft()));
    Recipe equal = Tiny.recipe(Recipe.ALIGN, new Sft(), Weighting.EQUAL);
    StepRecord record = training(equal, method, 0).loop().step(1, List.of(FIRST, SECOND));
    double mean = (method.passes.get(0).loss + method.passes.get(1).loss) / 2;
    assertThat(record.loss()).isEqualTo(mean, within(1e-12));
  }

  @Test
  void sameSeedsGiveTheSameBits() {
    Map<String, HostTensor> one = trained(new Randomness(42, 1));
    Map<String, HostTensor> again = trained(new Randomness(42, 1));
    Map<String, HostTensor> other = trained(new Randomness(42, 2));
    for (String name : one.keySet()) {
      assertThat(HostValues.of(again, name)).as(name).isEqualTo(HostValues.of(one, name));
    }
    assertThat(one.keySet())
        .anyMatch(name -> !Arrays.equals(HostValues.of(one, name), HostValues.of(other, name)));
  }

  /** An array that a step forgot would stay until the model is closed. */
  @Test
  void stepsLeaveNothingBehindInTheEngine() {
    Training training = training(new Vaccine(0.5), 0.1);
    Parameters parameters = training.checkpoint().parameters();
    NDManager manager = parameters.get(parameters.names().get(0)).getManager();
    training.loop().step(1, List.of(FIRST, SECOND));
    int after = manager.getManagedArrays().size();
    for (int step = 2; step <= 6; step++) {
      training.loop().step(step, List.of(FIRST, SECOND));
      assertThat(training.weights()).isNotEmpty();
      assertThat(training.optimiser().firstMoments()).isNotEmpty();
    }
    assertThat(manager.getManagedArrays()).hasSize(after);
  }

  @Test
  void acceleratedVaccinePerturbsEveryTauthStepFromTheFirst() {
    Training training = training(new AcceleratedVaccine(1, 3), 0);
    for (int step = 1; step <= 6; step++) {
      boolean perturbed = training.loop().step(step, List.of(FIRST)).perturbationNorm() != null;
      assertThat(perturbed).as("step %d", step).isEqualTo(step == 1 || step == 4);
    }
  }

  @Test
  void lossThatIsNotFiniteStopsBeforeTheUpdate() {
    Training training = training(new Sft(), 0);
    training.loop().step(1, List.of(FIRST));
    training.loop().step(2, List.of(FIRST));
    ruin(training);
    Map<String, HostTensor> weights = training.weights();
    Map<String, Long> counts = training.optimiser().steps();
    assertThatThrownBy(() -> training.loop().step(3, List.of(FIRST)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.exitCode()).isEqualTo(ExitCode.INVALID);
              assertThat(problem).hasMessageContaining("step 3").hasMessageContaining("RLN-501");
            });
    assertThat(training.optimiser().steps()).isEqualTo(counts);
    weights.forEach(
        (name, tensor) ->
            assertThat(HostValues.of(training.weights(), name)).isEqualTo(HostValues.of(tensor)));
  }

  @Test
  void gradientThatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> Divergence.refuse(7, 1.0, Double.POSITIVE_INFINITY))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("step 7 gradient norm")
        .hasMessageContaining("RLN-502");
  }

  @Test
  void stepWithoutLabelsIsRefused() {
    TokenBatch unlabelled = TokenBatch.unlabelled(new int[][] {{1, 5, 6}});
    Training training = training(new Sft(), 0);
    assertThatThrownBy(() -> training.loop().step(1, List.of(unlabelled)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("step 1 has no token to learn");
  }

  @Test
  void microBatchWithoutLabelsHasNoShare() {
    TokenBatch unlabelled = TokenBatch.unlabelled(new int[][] {{1, 5, 6}});
    for (Weighting weighting : Weighting.values()) {
      Recipe recipe = Tiny.recipe(Recipe.ALIGN, new Sft(), weighting);
      RecordingMethod method = new RecordingMethod(Methods.of(new Sft()));
      training(recipe, method, 0).loop().step(1, List.of(unlabelled, FIRST));
      assertThat(method.passes).hasSize(1);
      assertThat(method.passes.get(0).weight).isEqualTo(1);
    }
  }

  private Map<String, HostTensor> trained(Randomness randomness) {
    Recipe recipe = Tiny.recipe(new Vaccine(0.5));
    LanguageModel model = Tiny.model(folder, 0.2);
    Training training = new Training(recipe, randomness, 6, model, () -> false);
    open.add(training);
    for (int step = 1; step <= 3; step++) {
      training.loop().step(step, List.of(FIRST, SECOND));
    }
    return training.weights();
  }

  private Training training(MethodSpec method, double dropout) {
    return training(Tiny.recipe(method), new RecordingMethod(Methods.of(method)), dropout);
  }

  private Training training(Recipe recipe, RecordingMethod method, double dropout) {
    LanguageModel model = Tiny.model(folder, dropout);
    Training training = new Training(recipe, method, new Randomness(1, 1), 6, model, () -> false);
    open.add(training);
    return training;
  }

  /** Sets weights to values whose products leave the range of f32. */
  private static void ruin(Training training) {
    Random random = new Random(1);
    for (String name : training.checkpoint().parameters().names()) {
      double factor = 1e30 * (1 + random.nextDouble());
      training.checkpoint().parameters().update(name, (value, gradient) -> value.muli(factor));
    }
  }

  private static double largest(Map<String, float[]> a, Map<String, float[]> b) {
    assertThat(a.keySet()).isEqualTo(b.keySet());
    double largest = 0;
    for (String name : a.keySet()) {
      float[] left = Objects.requireNonNull(a.get(name));
      float[] right = Objects.requireNonNull(b.get(name));
      for (int i = 0; i < left.length; i++) {
        largest = Math.max(largest, Math.abs((double) left[i] - right[i]));
      }
    }
    return largest;
  }
}
