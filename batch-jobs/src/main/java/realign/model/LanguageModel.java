package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import realign.model.Decoder.Mode;
import realign.model.Decoder.Site;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;

/**
 * A causal language model on the engine: losses, gradients, generation. Knows nothing of
 * optimisers, methods or texts. One thread only, the one that made it.
 */
public final class LanguageModel implements AutoCloseable {
  private final NDManager manager;
  private final DecoderConfig config;
  private final DecoderLayout layout;
  private final HostArrays host;
  private final DecoderWeights weights;
  private final Decoder decoder;
  private @Nullable LoraAdapter adapter;
  private LeafParameters trainable;

  private LanguageModel(NDManager manager, DecoderConfig config, ArraySource source) {
    this.manager = manager;
    this.config = config;
    this.layout = DecoderLayout.llama(config);
    this.host = new HostArrays(manager);
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    layout
        .shapes(config)
        .forEach((name, shape) -> arrays.put(name, source.array(host, manager, name, shape)));
    this.weights = new DecoderWeights(manager, config, layout, arrays);
    this.decoder = new Decoder(manager, config, weights);
    this.trainable = LeafParameters.none(host);
  }

  /** Where a model's tensors come from. */
  private interface ArraySource {
    NDArray array(HostArrays host, NDManager manager, String name, Shape shape);
  }

  /**
   * Reads a Hugging Face directory. Weights stored as aligned F32 are mapped, all others converted
   * once.
   *
   * @throws realign.spec.ProblemException when the directory does not hold a model that is computed
   *     exactly here
   */
  public static LanguageModel load(Path directory, ModelOptions options) {
    DecoderConfig config = ModelDirectory.config(directory);
    Map<String, HostTensor> tensors = ModelDirectory.tensors(directory, expected(config));
    return open(config, (host, manager, name, shape) -> host.frozen(manager, of(tensors, name)));
  }

  /**
   * A model with random weights for the {@code config.json} in a directory: matrices from normal(0,
   * initializer_range), norms 1. Same seed, same bits.
   */
  public static LanguageModel random(Path directory, long seed, ModelOptions options) {
    return random(ModelDirectory.config(directory), seed);
  }

  static LanguageModel random(DecoderConfig config, long seed) {
    return open(
        config,
        (host, manager, name, shape) -> {
          if (shape.dimension() == 1) {
            return manager.ones(shape);
          }
          ByteBuffer values =
              InitialValues.normal(seed, name, shape.size(), config.initializerRange());
          return host.copy(manager, new HostTensor("F32", shape.getShape(), values));
        });
  }

  private static ExpectedTensors expected(DecoderConfig config) {
    DecoderLayout layout = DecoderLayout.llama(config);
    return ExpectedTensors.of(layout.shapes(config)).tied("lm_head.weight", layout.embedding());
  }

  /** What files of this model must hold. */
  ExpectedTensors expectedTensors() {
    return expected(config);
  }

  private static LanguageModel open(DecoderConfig config, ArraySource source) {
    NDManager manager = Engine.newManager();
    try {
      return new LanguageModel(manager, config, source);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static HostTensor of(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }

  /** What the model is. */
  public DecoderConfig config() {
    return config;
  }

  /** The trainable parameters; none at first. */
  public Parameters trainable() {
    return trainable;
  }

  /**
   * Gives the named projections a fresh adapter (A Kaiming-uniform from the seed, B zero) and makes
   * it all that is trained. A previous adapter is dropped: merge it first to keep its effect.
   */
  public void attachAdapter(LoraSpec lora, long seed) {
    LoraAdapter fresh = LoraAdapter.fresh(manager, config, layout, lora, seed);
    freeze();
    adapter = fresh;
    decoder.use(fresh);
    trainable = new LeafParameters(host, fresh.arrays());
  }

  /**
   * Attaches an adapter that PEFT or {@link ModelExport} saved, trainable from its values.
   *
   * @throws realign.spec.ProblemException when it is not an adapter of this model
   */
  public void loadAdapter(Path directory) {
    PeftAdapter saved = PeftAdapter.read(directory);
    attachAdapter(saved.spec(), 0);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    trainable.names().forEach(n -> shapes.put(n, trainable.get(n).getShape().getShape()));
    try {
      trainable.restore(saved.values(shapes, tensor -> host.widened(manager, tensor)));
    } catch (RuntimeException e) {
      dropAdapter();
      throw e;
    }
  }

  /** Adds the adapter to the base weights, in copies; nothing is trainable afterwards. */
  public void mergeAdapter() {
    LoraAdapter merged = adapter;
    if (merged == null) {
      throw new IllegalStateException("there is no adapter to merge");
    }
    for (String name : weights.byName().keySet()) {
      List<NDArray> pair = merged.pair(name.replaceFirst("\\.weight$", ""));
      if (pair != null) {
        weights.exchange(name, base -> sum(base, pair, merged.spec().scale()));
      }
    }
    dropAdapter();
  }

  /** Back to the base weights alone; nothing is trainable afterwards. */
  public void dropAdapter() {
    freeze();
    decoder.use(null);
  }

  /** W + scale B A. */
  private NDArray sum(NDArray base, List<NDArray> pair, double scale) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray product = pair.get(1).matMul(pair.get(0));
      product.attach(scratch);
      product.muli((float) scale);
      return base.add(product);
    }
  }

  /** Makes every parameter trainable, under its Hugging Face name. An adapter is dropped. */
  public void trainAll() {
    freeze();
    for (String name : List.copyOf(weights.byName().keySet())) {
      weights.exchange(name, NDArray::duplicate); // a mapped one cannot be written to
    }
    decoder.use(null);
    trainable = new LeafParameters(host, weights.byName());
  }

  private void freeze() {
    trainable.release();
    trainable = LeafParameters.none(host);
    if (adapter != null) {
      adapter.close();
      adapter = null;
    }
  }

  /**
   * Loss and its gradient at every site, in training mode. Leaves the parameters' gradients alone
   * (Vaccine, algorithm 1: the first pass).
   */
  public SiteGradients sites(TokenBatch batch, DropoutKey key) {
    requireLabels(batch);
    NDManager kept = manager.newSubManager();
    trainable.requireGradients(false);
    try (NDManager pass = manager.newSubManager();
        GradientCollector recording = Engine.recording()) {
      Engine.seed(key);
      List<NDArray> leaves = new ArrayList<>();
      NDArray loss =
          decoder.loss(
              decoder.layOut(pass, batch),
              Mode.TRAINING,
              (layer, output) -> output.add(leaf(pass, output, leaves)));
      recording.backward(loss);
      return new SiteGradients(
          loss.getFloat(),
          new SiteTensors(kept, leaves.stream().map(NDArray::getGradient).toList()));
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    } finally {
      trainable.requireGradients(true);
    }
  }

  /** Zeros that the gradient at the site can be read from. */
  private static NDArray leaf(NDManager pass, NDArray output, List<NDArray> leaves) {
    NDArray leaf = pass.zeros(output.getShape(), DataType.FLOAT32);
    leaf.setRequiresGradient(true);
    leaves.add(leaf);
    return leaf;
  }

  /**
   * Adds {@code weight} times the loss's gradient to the parameters' gradients, in training mode.
   *
   * @param perturbation added to the sites as a constant, if any
   * @return the loss, unweighted: mean over the labelled positions
   */
  public double backward(
      TokenBatch batch, double weight, @Nullable SiteTensors perturbation, DropoutKey key) {
    requireLabels(batch);
    Site site =
        perturbation == null
            ? Site.UNTOUCHED
            : (layer, output) -> output.add(perturbation.tensor(layer));
    try (NDManager pass = manager.newSubManager();
        GradientCollector recording = Engine.recording()) {
      Engine.seed(key);
      NDArray loss = decoder.loss(decoder.layOut(pass, batch), Mode.TRAINING, site);
      recording.backward(loss.mul((float) weight));
      return loss.getFloat();
    }
  }

  /** Mean loss over the labelled positions, without dropout. */
  public double loss(TokenBatch batch) {
    requireLabels(batch);
    try (NDManager pass = manager.newSubManager()) {
      return decoder.loss(decoder.layOut(pass, batch), Mode.EVALUATION, Site.UNTOUCHED).getFloat();
    }
  }

  /** What the sites hold, without dropout; the caller closes it. */
  public SiteTensors siteOutputs(TokenBatch batch) {
    NDManager kept = manager.newSubManager();
    List<NDArray> outputs = new ArrayList<>();
    try (NDManager pass = manager.newSubManager()) {
      decoder.hidden(
          decoder.layOut(pass, batch),
          Mode.EVALUATION,
          (layer, output) -> {
            outputs.add(output);
            return output;
          });
      return new SiteTensors(kept, outputs);
    }
  }

  /** Scores of every id after each token of one row, {@code [length][vocabulary]}. */
  float[][] logits(int[] ids) {
    TokenBatch batch = TokenBatch.unlabelled(new int[][] {ids});
    try (NDManager pass = manager.newSubManager()) {
      NDArray every = pass.arange(0, ids.length, 1, DataType.INT64);
      float[] flat = decoder.logits(decoder.layOut(pass, batch), every).toFloatArray();
      float[][] logits = new float[ids.length][config.vocabulary()];
      for (int i = 0; i < ids.length; i++) {
        System.arraycopy(flat, i * config.vocabulary(), logits[i], 0, config.vocabulary());
      }
      return logits;
    }
  }

  /**
   * Greedy continuations, all prompts in one batch. The last bits of a row depend on the batch it
   * is in: batches are fixed by the caller.
   *
   * @param prompts ids, at least one each
   * @param maxNewTokens most ids that are added to a prompt; fewer where the model's positions end
   * @param stop ids that end a row; the end id is kept
   * @return the new ids of each prompt
   */
  public int[][] generate(int[][] prompts, int maxNewTokens, IntPredicate stop) {
    try (NDManager pass = manager.newSubManager()) {
      return new Generation(decoder, config).continuations(pass, prompts, maxNewTokens, stop);
    }
  }

  /** The base's tensors by Hugging Face name, each in its storage type, else F32. */
  Map<String, HostTensor> stored(Map<String, String> types) {
    Map<String, HostTensor> stored = new LinkedHashMap<>();
    weights
        .byName()
        .forEach(
            (name, array) -> stored.put(name, host.stored(array, types.getOrDefault(name, "F32"))));
    return stored;
  }

  /** A tensor of the base by its Hugging Face name, in a storage type. */
  HostTensor stored(String name, String dtype) {
    return host.stored(weights.get(name), dtype);
  }

  /** Arrays that the engine holds for this model; constant over steps. */
  int heldArrays() {
    return manager.getManagedArrays().size();
  }

  boolean hasAdapter() {
    return adapter != null;
  }

  private static void requireLabels(TokenBatch batch) {
    if (batch.labelled() == 0) {
      throw ModelProblem.NO_LABELS.of("batch of " + batch.rows() + " rows", "0 labelled positions");
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
