package realign.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.method.Methods;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.TokenBatch;
import realign.result.StepRecord;
import realign.safetensors.HostTensor;

/**
 * SFT, Vaccine, Accelerated Vaccine and accumulation, step by step against the published trainers:
 * every number of every step, the first gradient, the perturbation and the weights.
 */
class TrainingGoldenTest {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingGoldenTest.class);
  private static final String[] METHODS = {
    "sft", "vaccine", "accelerated-vaccine", "gradient-accumulation"
  };

  static List<String> cases() {
    List<String> cases = GoldenFolder.cases(METHODS);
    return cases.isEmpty() ? List.of("absent") : cases;
  }

  /** A folder that lost a method must not pass unseen. */
  @Test
  void everyMethodHasFixtures() {
    assumePresent(GoldenFolder.cases(METHODS).isEmpty() ? "absent" : "present");
    for (String method : METHODS) {
      assertThat(GoldenFolder.cases(method)).as(method).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheFixture(String name) throws IOException {
    assumePresent(name);
    Engine.enterThread();
    GoldenCase golden = GoldenCase.read(name);
    Differences differences = new Differences();
    RecordingMethod method = new RecordingMethod(Methods.of(golden.recipe().method()));
    try (Training training = training(golden, method)) {
      for (int step = 1; step <= golden.totalSteps(); step++) {
        StepRecord record = training.loop().step(step, golden.rows(step));
        compareNumbers(golden, record, method, differences);
        if (step == 1) {
          compareFirstStep(golden, method, differences);
        }
        compareWeights(golden, step, training.weights(), differences);
      }
    }
    LOG.info("{}: largest differences {}", name, differences);
  }

  private static void assumePresent(String name) {
    assumeTrue(!name.equals("absent"), "no golden training fixtures are there");
  }

  private static Training training(GoldenCase golden, RecordingMethod method) {
    LanguageModel model = golden.model("lora.init.");
    Randomness none = new Randomness(0, 0);
    return new Training(golden.recipe(), method, none, golden.totalSteps(), model, () -> false);
  }

  private static void compareNumbers(
      GoldenCase golden, StepRecord record, RecordingMethod method, Differences differences) {
    JsonNode step = golden.json().get("steps").get(record.step() - 1);
    double tolerance = golden.tolerance("scalar_relative");
    String where = "step " + record.step();
    assertThat(step.get("step").asInt()).isEqualTo(record.step());
    differences.scalar("lr", where, record.lr(), step.get("lr").asDouble(), tolerance);
    differences.scalar(
        "gradient norm", where, record.gradNorm(), step.get("grad_norm").asDouble(), tolerance);
    JsonNode micro = step.get("micro");
    if (micro == null) {
      comparePass(step, method.passes.get(0), where, tolerance, differences);
      double loss = step.path(step.has("loss") ? "loss" : "loss_pass2").asDouble();
      differences.scalar("loss", where, record.loss(), loss, tolerance);
    } else {
      assertThat(method.passes).hasSize(micro.size());
      for (int i = 0; i < micro.size(); i++) {
        String place = where + " micro-batch " + i;
        comparePass(micro.get(i), method.passes.get(i), place, tolerance, differences);
      }
    }
  }

  private static void comparePass(
      JsonNode expected,
      RecordingMethod.Pass pass,
      String where,
      double tolerance,
      Differences differences) {
    if (expected.has("weight")) {
      double weight = expected.get("weight").asDouble();
      differences.scalar("weight", where, pass.weight, weight, 1e-12);
    }
    if (expected.has("loss")) {
      assertThat(pass.perturbations).as(where).isEmpty();
      differences.scalar("loss", where, pass.loss, expected.get("loss").asDouble(), tolerance);
      return;
    }
    double clean = expected.get("loss_pass1").asDouble();
    differences.scalar("loss", where, pass.cleanLoss, clean, tolerance);
    double perturbed = expected.get("loss_pass2").asDouble();
    differences.scalar("loss", where, pass.loss, perturbed, tolerance);
    double total = expected.get("site_grad_norm_total").asDouble();
    differences.scalar("site norm", where, pass.siteNorm, total, tolerance);
    double eps = expected.get("eps_norm").asDouble();
    differences.scalar("eps norm", where, pass.perturbationNorm, eps, tolerance);
    JsonNode layers = expected.get("site_grad_norms");
    assertThat(pass.siteNorms).hasSize(layers.size());
    for (int layer = 0; layer < layers.size(); layer++) {
      double norm = layers.get(layer).asDouble();
      differences.scalar(
          "site norm", where + " layer " + layer, pass.siteNorms[layer], norm, tolerance);
    }
  }

  private static void compareFirstStep(
      GoldenCase golden, RecordingMethod method, Differences differences) {
    double tolerance = golden.tolerance("first_gradient_relative");
    Map<String, HostTensor> gradients = golden.group("grad.step01.");
    assertThat(gradients.keySet()).isEqualTo(method.gradients.keySet());
    method.gradients.forEach(
        (name, actual) ->
            differences.tensor(
                "first gradient", name, actual, HostValues.of(gradients, name), tolerance));
    RecordingMethod.Pass pass = method.passes.get(0);
    compareSites(golden, "site_grad.step01.", pass.sites, differences, tolerance);
    compareSites(golden, "eps.step01.", pass.perturbations, differences, tolerance);
  }

  /** Fixtures hold [B, T, D] with pads, of which every value is 0; ours are rows end to end. */
  private static void compareSites(
      GoldenCase golden,
      String prefix,
      List<float[]> actual,
      Differences differences,
      double tolerance) {
    int layers = golden.group(prefix).size();
    for (int layer = 0; layer < layers; layer++) {
      HostTensor tensor = golden.tensor(prefix + String.format(Locale.ROOT, "%02d", layer));
      float[] padded = padded(golden.rows(1).get(0), tensor.shape(), actual.get(layer));
      differences.tensor(
          prefix.substring(0, prefix.indexOf('.')),
          "layer " + layer,
          padded,
          HostValues.of(tensor),
          tolerance);
    }
  }

  private static float[] padded(TokenBatch rows, long[] shape, float[] values) {
    int width = (int) shape[2];
    float[] padded = new float[(int) (shape[0] * shape[1]) * width];
    int from = 0;
    for (int row = 0; row < rows.rows(); row++) {
      int length = rows.ids()[row].length * width;
      System.arraycopy(values, from, padded, row * (int) shape[1] * width, length);
      from += length;
    }
    return padded;
  }

  private static void compareWeights(
      GoldenCase golden, int step, Map<String, HostTensor> actual, Differences differences) {
    if (!contains(golden.json().get("snapshots"), step)) {
      return;
    }
    boolean initial = contains(golden.json().get("snapshots_equal_init"), step);
    String prefix = initial ? "lora.init." : String.format(Locale.ROOT, "lora.step%02d.", step);
    Map<String, HostTensor> expected = golden.group(prefix);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    List<Double> all = new ArrayList<>();
    for (String name : expected.keySet()) {
      float[] a = HostValues.of(actual, name);
      float[] b = HostValues.of(expected, name);
      for (int i = 0; i < b.length; i++) {
        all.add(Math.abs((double) a[i] - b[i]));
      }
    }
    differences.weights(
        "after step " + step,
        all.stream().mapToDouble(Double::doubleValue).toArray(),
        golden.tolerance("weights_max"),
        golden.tolerance("weights_q999"));
  }

  private static boolean contains(JsonNode numbers, int number) {
    for (JsonNode entry : numbers) {
      if (entry.asInt() == number) {
        return true;
      }
    }
    return false;
  }
}
