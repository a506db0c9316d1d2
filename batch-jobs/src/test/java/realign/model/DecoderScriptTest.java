package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

/** The scripts against single array operations, on generated cases. */
class DecoderScriptTest {
  private static final DropoutKey KEY = new DropoutKey(1);

  /**
   * Head grouping, tied or not, and rows that are even, padded inside attention, or taken alone.
   */
  @ParameterizedTest
  @CsvSource({
    "4, 4, false, 7 7 7",
    "4, 2, true, 9 5 7",
    "2, 1, false, 3 60 1 2",
    "1, 1, true, 12",
    "4, 1, false, 64 1 1 1 1 1 1"
  })
  void agreesWithThePlainDecoder(int heads, int kvHeads, boolean tied, String lengths) {
    int[] rows = Arrays.stream(lengths.split(" ")).mapToInt(Integer::parseInt).toArray();
    TokenBatch batch = Models.batch(rows.length, rows);
    try (LanguageModel model = Models.random(Models.config(heads, kvHeads, tied), 7)) {
      model.attachAdapter(Models.lora(0), 3);
      Models.fillB(model, 5);
      assertSameLoss(model, batch);
      assertSameLogits(model, batch);
      assertSamePerturbedLoss(model, batch);
    }
  }

  /** An adapter with dropout stays beside its matrices, where dropout does not act too. */
  @ParameterizedTest
  @CsvSource({"4, 2", "1, 1"})
  void agreesWhereTheAdapterIsNotFoldedIn(int heads, int kvHeads) {
    TokenBatch batch = Models.batch(1, 9, 5, 7);
    try (LanguageModel model = Models.random(Models.config(heads, kvHeads, false), 7)) {
      model.attachAdapter(Models.lora(0.1), 3);
      Models.fillB(model, 5);
      assertSameLoss(model, batch);
      assertSameLogits(model, batch);
    }
  }

  private static void assertSameLoss(LanguageModel model, TokenBatch batch) {
    assertThat(model.loss(batch)).isCloseTo(plainLoss(model, batch, null), within(2e-5));
  }

  private static void assertSameLogits(LanguageModel model, TokenBatch batch) {
    try (NDManager manager = Engine.newManager()) {
      for (int[] row : batch.ids()) {
        float[][] logits = model.logits(row);
        float[] plain = plain(manager, model).logits(row, null).toFloatArray();
        for (int i = 0; i < row.length; i++) {
          int from = i * logits[i].length;
          assertThat(logits[i])
              .containsExactly(
                  Arrays.copyOfRange(plain, from, from + logits[i].length), within(2e-5f));
        }
      }
    }
  }

  private static void assertSamePerturbedLoss(LanguageModel model, TokenBatch batch) {
    try (SiteGradients first = model.sites(batch, KEY);
        SiteTensors step = first.tensors().scaled(3 / first.tensors().norm())) {
      List<float[]> offsets = new ArrayList<>();
      for (int layer = 0; layer < step.layers(); layer++) {
        offsets.add(step.toArray(layer));
      }
      assertThat(model.backward(batch, 1, step, KEY))
          .isCloseTo(plainLoss(model, batch, offsets), within(1e-4));
    }
  }

  private static double plainLoss(
      LanguageModel model, TokenBatch batch, @Nullable List<float[]> offsets) {
    int hidden = model.config().hidden();
    double sum = 0;
    int token = 0;
    try (NDManager manager = Engine.newManager()) {
      PlainDecoder plain = plain(manager, model);
      for (int row = 0; row < batch.rows(); row++) {
        int from = token * hidden;
        token += batch.ids()[row].length;
        int to = token * hidden;
        @Nullable List<float[]> part =
            offsets == null
                ? null
                : offsets.stream().map(all -> Arrays.copyOfRange(all, from, to)).toList();
        sum += plain.loss(batch.ids()[row], batch.labels()[row], part);
      }
    }
    return sum / batch.labelled();
  }

  private static PlainDecoder plain(NDManager manager, LanguageModel model) {
    return new PlainDecoder(
        manager,
        model.config(),
        model.stored(Map.of()),
        model.trainable().snapshot(),
        Models.lora(0).scale());
  }

  /** A matrix that is widened in one part, and in three. */
  @ParameterizedTest
  @ValueSource(ints = {700, 20_000})
  void widenedProductsAreThoseOfTheWholeMatrix(int out) {
    ModelOptions options = new ModelOptions(Compute.BF16, Device.CPU, false, true);
    try (NDManager manager = Engine.newManager()) {
      Script script =
          DecoderScript.load(
              manager, TinyFamilies.architecture("llama"), options, null, false, false);
      ByteBuffer values = InitialValues.normal(1, "w", out * 512L, 1);
      NDArray w =
          new HostArrays(manager)
              .frozen(manager, new HostTensor("F32", new long[] {out, 512}, values), Compute.BF16);
      NDArray wide = w.toType(DataType.FLOAT32, true);
      NDArray x = manager.randomNormal(new Shape(40, 512));
      NDArray dy = manager.randomNormal(new Shape(40, out));
      NDArray dx = manager.ones(new Shape(40, 512));
      assertSame(script.array(manager, "product", x, w), x.matMul(wide.transpose()), 1e-3);
      assertSame(script.array(manager, "product_back", dy, w, dx), dy.matMul(wide).add(1), 2e-2);
    }
  }

  private static void assertSame(NDArray actual, NDArray expected, double tolerance) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    assertThat(actual.sub(expected).abs().max().getFloat()).isLessThan((float) tolerance);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5"})
  void neitherOrderNorCompanyOfRowsMatters(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] lengths = random.ints(2 + seed, 2, 40).toArray();
    TokenBatch batch = Models.batch(seed, lengths);
    try (LanguageModel model = Models.tiny()) {
      double together = model.loss(batch);
      double sum = 0;
      for (int row = 0; row < batch.rows(); row++) {
        TokenBatch alone = rows(batch, row);
        sum += alone.labelled() == 0 ? 0 : model.loss(alone) * alone.labelled();
      }
      assertThat(together).isCloseTo(sum / batch.labelled(), within(1e-5));
      int[] reversed =
          java.util.stream.IntStream.range(0, batch.rows())
              .map(i -> batch.rows() - 1 - i)
              .toArray();
      assertThat(model.loss(rows(batch, reversed))).isCloseTo(together, within(1e-5));
    }
  }

  private static TokenBatch rows(TokenBatch batch, int... rows) {
    int[][] ids = Arrays.stream(rows).mapToObj(row -> batch.ids()[row]).toArray(int[][]::new);
    int[][] labels = Arrays.stream(rows).mapToObj(row -> batch.labels()[row]).toArray(int[][]::new);
    return new TokenBatch(ids, labels);
  }

  /** With a cache and in a batch, as by recomputing the whole row for each id. */
  @ParameterizedTest
  @CsvSource({"4, 2, false, 0", "4, 4, true, 0", "2, 1, false, 0.1"})
  void generatesWhatFullRecomputationGives(int heads, int kvHeads, boolean tied, double dropout) {
    int[][] prompts = Models.batch(heads, 3, 11, 1, 60).ids();
    try (LanguageModel model = Models.random(Models.config(heads, kvHeads, tied), 9)) {
      model.attachAdapter(Models.lora(dropout), 3);
      model.generate(prompts, 1, id -> false); // what it folds now must not be used later
      Models.fillB(model, 5);
      int[][] made = model.generate(prompts, 8, id -> id % 5 == 0);
      for (int row = 0; row < prompts.length; row++) {
        assertThat(made[row]).as("row %d", row).containsExactly(recomputed(model, prompts[row]));
      }
    }
  }

  /** The longer row ends where the table of positions does, while the shorter goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "opt", "gemma2"})
  void generatesUpToTheLastPosition(String family) {
    int[][] prompts = Models.batch(2, 3, 60).ids();
    try (LanguageModel model = Models.random(TinyFamilies.architecture(family), 9)) {
      int[][] made = model.generate(prompts, 8, id -> id % 5 == 0);
      for (int row = 0; row < prompts.length; row++) {
        assertThat(made[row]).as("row %d", row).containsExactly(recomputed(model, prompts[row]));
      }
    }
  }

  @Test
  void generatesWithWeightsAsTheyWereTrained() {
    int[][] prompts = Models.batch(2, 3, 11).ids();
    try (LanguageModel model = Models.random(Models.config(4, 2, true), 9)) {
      model.trainAll();
      int[][] before = model.generate(prompts, 8, id -> false);
      for (String name : model.trainable().names()) {
        model.trainable().update(name, (value, gradient) -> value.muli(-1.5));
      }
      int[][] after = model.generate(prompts, 8, id -> id % 5 == 0);
      assertThat(after[0]).isNotEqualTo(before[0]);
      for (int row = 0; row < prompts.length; row++) {
        assertThat(after[row]).as("row %d", row).containsExactly(recomputed(model, prompts[row]));
      }
    }
  }

  private static int[] recomputed(LanguageModel model, int[] prompt) {
    int[] row = prompt;
    while (row.length < Math.min(prompt.length + 8, model.config().positions())) {
      float[][] logits = model.logits(row);
      float[] last = logits[logits.length - 1];
      int best = 0;
      for (int id = 1; id < last.length; id++) {
        best = last[id] > last[best] ? id : best;
      }
      row = Arrays.copyOf(row, row.length + 1);
      row[row.length - 1] = best;
      if (best % 5 == 0) {
        break;
      }
    }
    return Arrays.copyOfRange(row, prompt.length, row.length);
  }
}
