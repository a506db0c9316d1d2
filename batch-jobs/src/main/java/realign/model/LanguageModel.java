package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import realign.model.Decoder.Site;
import realign.model.Decoder.Slope;
import realign.model.DecoderLayout.Part;
import realign.model.Tape.Kept;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;

/**
 * A causal language model on the engine: losses, gradients, generation. Knows nothing of
 * optimisers, methods or texts. One thread only, the one that made it.
 */
public final class LanguageModel implements AutoCloseable {
  private final NDManager manager;
  private final Architecture architecture;
  private final DecoderConfig config;
  private final ModelOptions options;
  private final Compute compute;
  private final Kept kept;
  private final HostArrays host;
  private final DecoderWeights weights;
  private final RotaryTable rotary;
  private @Nullable LoraAdapter adapter;
  private LeafParameters trainable;
  private Adapted adapted;

  private LanguageModel(
      NDManager manager, Architecture architecture, ModelOptions options, ArraySource source) {
    this.manager = manager;
    this.architecture = architecture;
    this.config = architecture.config();
    this.options = options;
    this.compute = options.compute();
    this.kept = options.activationRecomputation() ? Kept.INPUT : Kept.ALL;
    this.host = new HostArrays(manager);
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    architecture
        .layout()
        .shapes(config)
        .forEach((name, shape) -> arrays.put(name, source.array(host, manager, name, shape)));
    this.weights = new DecoderWeights(manager, config, architecture.layout(), arrays);
    this.rotary = new RotaryTable(manager, config);
    this.trainable = LeafParameters.none(host);
    this.adapted = adapt();
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
    Architecture architecture = ModelDirectory.architecture(directory);
    Map<String, HostTensor> tensors = ModelDirectory.tensors(directory, architecture.expected());
    return open(
        architecture,
        options,
        (host, manager, name, shape) ->
            host.frozen(manager, of(tensors, name), computeOf(shape, options.compute())));
  }

  /**
   * A model with random weights for the {@code config.json} in a directory: matrices from normal(0,
   * initializer_range), norms 1. Same seed, same bits.
   */
  public static LanguageModel random(Path directory, long seed, ModelOptions options) {
    return random(ModelDirectory.architecture(directory), options, seed);
  }

  static LanguageModel random(Architecture architecture, ModelOptions options, long seed) {
    Compute compute = options.compute();
    return open(
        architecture,
        options,
        (host, manager, name, shape) -> {
          if (shape.dimension() == 1) {
            return name.endsWith(".bias") ? manager.zeros(shape) : manager.ones(shape);
          }
          ByteBuffer values =
              InitialValues.normal(
                  seed, name, shape.size(), architecture.config().initializerRange());
          HostTensor drawn = new HostTensor("F32", shape.getShape(), values);
          return compute == Compute.F32
              ? host.copy(manager, drawn)
              : host.frozen(manager, drawn, compute);
        });
  }

  /** Matrices are held as they are multiplied; norms and biases in f32. */
  private static Compute computeOf(Shape shape, Compute compute) {
    return shape.dimension() == 2 ? compute : Compute.F32;
  }

  /** What files of this model must hold. */
  ExpectedTensors expectedTensors() {
    return architecture.expected();
  }

  private static LanguageModel open(
      Architecture architecture, ModelOptions options, ArraySource source) {
    NDManager manager = Engine.newManager();
    try {
      return new LanguageModel(manager, architecture, options, source);
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

  Architecture architecture() {
    return architecture;
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
    LoraAdapter fresh = LoraAdapter.fresh(manager, config, architecture.layout(), lora, seed);
    freeze();
    adapter = fresh;
    trainable = new LeafParameters(host, fresh.arrays());
    adapted = adapt();
  }

  /** What training passes of this model cost, as it is trained now. */
  public ModelCost cost() {
    LoraAdapter own = adapter;
    long trained = trainable.names().stream().mapToLong(n -> trainable.get(n).size()).sum();
    List<Part> parts =
        own == null
            ? List.of()
            : architecture.projections().stream().filter(p -> own.pair(p.name()) != null).toList();
    long widths = parts.stream().mapToLong(part -> part.in() + part.out()).sum();
    return new ModelCost(
        architecture,
        options,
        new ModelCost.Adaptation(
            own == null ? 0 : own.spec().rank(),
            (double) widths / config.layers(),
            adapted.foldedElements(),
            own != null && own.spec().dropout() > 0,
            trained));
  }

  private Adapted adapt() {
    return new Adapted(manager, architecture, compute, weights, adapter, trainable.gradients());
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
    for (Part part : architecture.projections()) {
      List<NDArray> pair = merged.pair(part.name());
      if (pair != null) {
        weights.exchange(part.weight(), base -> adapted.merged(part, base, pair));
      }
    }
    dropAdapter();
  }

  /** Back to the base weights alone; nothing is trainable afterwards. */
  public void dropAdapter() {
    freeze();
    adapted = adapt();
  }

  /**
   * Makes every parameter trainable, under its Hugging Face name. An adapter is dropped.
   *
   * @throws IllegalStateException when the weights are not f32
   */
  public void trainAll() {
    if (compute != Compute.F32) {
      throw new IllegalStateException("weights held as " + compute + " cannot be trained");
    }
    freeze();
    for (String name : List.copyOf(weights.byName().keySet())) {
      weights.exchange(name, NDArray::duplicate); // a mapped one cannot be written to
    }
    trainable = new LeafParameters(host, weights.byName());
    adapted = adapt();
  }

  /** Leaves the base alone, to be adapted anew. */
  private void freeze() {
    adapted.close();
    trainable.release();
    trainable = LeafParameters.none(host);
    if (adapter != null) {
      adapter.close();
      adapter = null;
    }
  }

  private Decoder evaluation() {
    return adapted.evaluation(trainable.changes());
  }

  private Decoder training() {
    return adapted.training(trainable.changes());
  }

  private BatchLayout layOut(Pass pass, TokenBatch batch) {
    Limits.require(config, batch);
    return BatchLayout.of(pass.manager(), batch, rotary);
  }

  /**
   * Loss and its gradient at every site, in training mode. Leaves the parameters' gradients alone
   * (Vaccine, algorithm 1: the first pass).
   */
  public SiteGradients sites(TokenBatch batch, DropoutKey key) {
    requireLabels(batch);
    Decoder decoder = training();
    NDManager held = manager.newSubManager();
    NDArray[] gradients = new NDArray[config.layers()];
    try (Pass pass = new Pass(manager)) {
      BatchLayout layout = layOut(pass, batch);
      Tape tape = decoder.forward(pass, layout, key, null, kept);
      Slope slope = decoder.lossAndSlope(pass, layout, tape, 1, false);
      decoder.backToSites(
          pass, layout, key, tape, slope.gradient(), (layer, array) -> gradients[layer] = array);
      return new SiteGradients(slope.loss(), new SiteTensors(held, List.of(gradients)));
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
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
    Decoder decoder = training();
    Site site =
        perturbation == null ? null : (layer, output) -> output.add(perturbation.tensor(layer));
    try (Pass pass = new Pass(manager)) {
      BatchLayout layout = layOut(pass, batch);
      Tape tape = decoder.forward(pass, layout, key, site, kept);
      Slope slope = decoder.lossAndSlope(pass, layout, tape, weight, true);
      decoder.backToParameters(pass, layout, key, tape, slope.gradient());
      return slope.loss();
    }
  }

  /** Mean loss over the labelled positions, without dropout. */
  public double loss(TokenBatch batch) {
    requireLabels(batch);
    Decoder decoder = evaluation();
    try (Pass pass = new Pass(manager)) {
      BatchLayout layout = layOut(pass, batch);
      return decoder.loss(
          layout, decoder.forward(pass, layout, DropoutKey.NONE, null, Kept.NOTHING));
    }
  }

  /** What the sites hold, without dropout; the caller closes it. */
  public SiteTensors siteOutputs(TokenBatch batch) {
    NDManager held = manager.newSubManager();
    List<NDArray> outputs = new ArrayList<>();
    try (Pass pass = new Pass(manager)) {
      evaluation()
          .forward(
              pass,
              layOut(pass, batch),
              DropoutKey.NONE,
              (layer, output) -> {
                outputs.add(output.duplicate());
                return output;
              },
              Kept.NOTHING);
      return new SiteTensors(held, outputs);
    }
  }

  /** Scores of every id after each token of one row, {@code [length][vocabulary]}. */
  float[][] logits(int[] ids) {
    TokenBatch batch = TokenBatch.unlabelled(new int[][] {ids});
    Decoder decoder = evaluation();
    try (Pass pass = new Pass(manager)) {
      NDArray every = pass.manager().arange(0, ids.length, 1, DataType.INT64);
      Tape tape = decoder.forward(pass, layOut(pass, batch), DropoutKey.NONE, null, Kept.NOTHING);
      float[] flat = decoder.logits(pass, tape, every).toFloatArray();
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
    try (Pass pass = new Pass(manager)) {
      return new Generation(evaluation(), config, rotary)
          .continuations(pass, prompts, maxNewTokens, stop);
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
    weights.close();
    manager.close();
  }
}
