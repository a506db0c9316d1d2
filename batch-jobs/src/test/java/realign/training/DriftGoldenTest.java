package realign.training;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.SiteTensors;
import realign.model.TokenBatch;

/**
 * What the model gives at the sites in evaluation mode, by the drift between two adapters: the sums
 * over every position with pads as ordinary tokens, the means over real tokens.
 */
class DriftGoldenTest {
  private static final Logger LOG = LoggerFactory.getLogger(DriftGoldenTest.class);
  private static final double TOLERANCE = 1e-4;

  static List<String> cases() {
    List<String> cases = GoldenFolder.cases("drift");
    return cases.isEmpty() ? List.of("absent") : cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheFixture(String name) throws IOException {
    assumeTrue(!name.equals("absent"), "no golden training fixtures are there");
    Engine.enterThread();
    GoldenCase golden = GoldenCase.read(name);
    JsonNode expected = golden.json().get("result");
    Differences differences = new Differences();
    try (LanguageModel reference = golden.model("lora.reference.");
        LanguageModel now = golden.model("lora.now.")) {
      Drift padded = drift(golden, reference, now, false);
      Drift real = drift(golden, reference, now, true);
      compare("sum_of_squares", padded.squares, expected, differences);
      compare("sum_of_norms", padded.norms, expected, differences);
      compare("mean_token_norm", real.tokenNorms / real.tokens, expected, differences);
      compare("mean_token_relative_norm", real.relativeNorms / real.tokens, expected, differences);
    }
    LOG.info("{}: largest differences {}", name, differences);
  }

  private static void compare(
      String kind, double actual, JsonNode expected, Differences differences) {
    differences.scalar(kind, kind, actual, expected.get(kind).asDouble(), TOLERANCE);
  }

  private static Drift drift(
      GoldenCase golden, LanguageModel reference, LanguageModel now, boolean cut) {
    Drift drift = new Drift();
    for (int batch = 0; batch < batches(golden); batch++) {
      TokenBatch rows = golden.batch(batch, cut);
      try (SiteTensors before = reference.siteOutputs(rows);
          SiteTensors after = now.siteOutputs(rows)) {
        for (int layer = 0; layer < before.layers(); layer++) {
          drift.add(before.toArray(layer), after.toArray(layer), rows.tokens());
        }
      }
    }
    return drift;
  }

  private static int batches(GoldenCase golden) {
    List<String> masks = new ArrayList<>(golden.group("batch.").keySet());
    return (int) masks.stream().filter(name -> name.endsWith("attention_mask")).count();
  }

  /** Sums over batches and layers. */
  private static final class Drift {
    double squares;
    double norms;
    double tokenNorms;
    double relativeNorms;
    long tokens;

    void add(float[] before, float[] after, int count) {
      int width = before.length / count;
      double layer = 0;
      for (int token = 0; token < count; token++) {
        double difference = 0;
        double size = 0;
        for (int i = token * width; i < (token + 1) * width; i++) {
          difference += Math.pow((double) after[i] - before[i], 2);
          size += Math.pow(before[i], 2);
        }
        layer += difference;
        tokenNorms += Math.sqrt(difference);
        relativeNorms += Math.sqrt(difference / size);
      }
      squares += layer;
      norms += Math.sqrt(layer);
      tokens += count;
    }
  }
}
