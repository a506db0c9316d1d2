package realign.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import realign.model.DropoutKey;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.TokenBatch;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;

/**
 * A model in which one part is of full size and all others are as thin as can be: so a part is
 * measured by what everybody may call, whatever the engine is made of.
 */
final class KernelModel implements AutoCloseable {
  private static final List<String> TARGETS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
  private static final int[] LENGTHS = {200, 149, 77, 117, 95}; // the workload's first batch
  private static final int THIN = 2;
  private static final int FEW_IDS = 4;

  private final LanguageModel model;
  private final TokenBatch batch;

  private KernelModel(ModelShape shape, String compute) {
    this.model = open(shape, compute);
    this.model.attachAdapter(new LoraSpec(8, 4, 0, TARGETS), 1);
    this.batch = batch(shape.vocabulary());
  }

  static KernelModel attention(ModelShape of, String compute) {
    return new KernelModel(
        new ModelShape(FEW_IDS, of.hidden(), THIN, 1, of.heads(), of.kvHeads(), of.headDim()),
        compute);
  }

  static KernelModel feedForward(ModelShape of, String compute) {
    return new KernelModel(
        new ModelShape(FEW_IDS, of.hidden(), of.intermediate(), 1, 1, 1, THIN), compute);
  }

  static KernelModel head(ModelShape of, String compute) {
    return new KernelModel(
        new ModelShape(of.vocabulary(), of.hidden(), THIN, 1, 1, 1, THIN), compute);
  }

  /** All blocks, and hardly any head. */
  static KernelModel blocks(ModelShape of, int layers, String compute) {
    return new KernelModel(
        new ModelShape(
            FEW_IDS,
            of.hidden(),
            of.intermediate(),
            layers,
            of.heads(),
            of.kvHeads(),
            of.headDim()),
        compute);
  }

  private static LanguageModel open(ModelShape shape, String compute) {
    try {
      Path directory = Files.createTempDirectory("kernel");
      Path config = Files.writeString(directory.resolve("config.json"), shape.config(true));
      ModelOptions options = new ModelOptions(Compute.valueOf(compute.toUpperCase(Locale.ROOT)));
      LanguageModel model = LanguageModel.random(directory, 1, options);
      Files.delete(config);
      Files.delete(directory);
      return model;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Rows of the workload's lengths; half of each carries labels. */
  private static TokenBatch batch(int vocabulary) {
    Random random = new Random(1);
    int[][] ids = new int[LENGTHS.length][];
    int[][] labels = new int[LENGTHS.length][];
    for (int row = 0; row < ids.length; row++) {
      ids[row] = random.ints(LENGTHS[row], 0, vocabulary).toArray();
      labels[row] = ids[row].clone();
      java.util.Arrays.fill(labels[row], 0, LENGTHS[row] / 2, TokenBatch.IGNORED);
    }
    return new TokenBatch(ids, labels);
  }

  LanguageModel model() {
    return model;
  }

  double forward() {
    return model.loss(batch);
  }

  double forwardAndBackward() {
    return model.backward(batch, 1, null, new DropoutKey(1));
  }

  @Override
  public void close() {
    model.close();
  }
}
