package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
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
  private final LoadedDecoder base;
  private final NDManager manager;
  private final Architecture architecture;
  private final DecoderConfig config;
  private final ModelOptions options;
  private final Kept kept;
  private final HostArrays host;
  private final DecoderWeights weights;
  private @Nullable LoraAdapter adapter;
  private LeafParameters trainable;
  private Adapted adapted;

  private LanguageModel(LoadedDecoder base) {
    this.base = base;
    this.manager = base.manager();
    this.architecture = base.architecture();
    this.config = base.config();
    this.options = base.options();
    this.kept = options.activationRecomputation() ? Kept.INPUT : Kept.ALL;
    this.host = base.host();
    this.weights = base.weights();
    this.trainable = LeafParameters.none();
    this.adapted = adapt();
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
    return of(LoadedDecoder.load(directory, architecture, options));
  }

  /**
   * Bytes of all weights in F32 of the model that a directory describes; nothing but its
   * configuration is read.
   */
  public static long weightBytes(Path directory) {
    Architecture architecture = ModelDirectory.architecture(directory);
    return Float.BYTES
        * architecture.layout().shapes(architecture.config()).values().stream()
            .mapToLong(Shape::size)
            .sum();
  }

  /**
   * A model with random weights for the {@code config.json} in a directory: matrices from normal(0,
   * initializer_range), norms 1. Same seed, same bits.
   */
  public static LanguageModel random(Path directory, long seed, ModelOptions options) {
    return random(ModelDirectory.architecture(directory), options, seed);
  }

  static LanguageModel random(Architecture architecture, ModelOptions options, long seed) {
    return of(LoadedDecoder.random(architecture, options, seed));
  }

  private static LanguageModel of(LoadedDecoder base) {
    try {
      return new LanguageModel(base);
    } catch (RuntimeException e) {
      base.close();
      throw e;
    }
  }

  /** What files of this model must hold. */
  ExpectedTensors expectedTensors() {
    return architecture.expected();
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
    trainable = new LeafParameters(fresh.arrays());
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
    return new Adapted(manager, architecture, options, weights, adapter, trainable.gradients());
  }

  /**
   * Attaches an adapter that PEFT or {@link ModelExport} saved, trainable from its values.
   *
   * @throws realign.spec.ProblemException when it is not an adapter of this model
   */
  public void loadAdapter(Path directory) {
    PeftAdapter saved = PeftAdapter.read(directory, architecture.storesTransposed());
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
        weights.exchange(part.weight(), matrix -> adapted.merged(part, matrix, pair));
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
    if (options.compute() != Compute.F32) {
      throw new IllegalStateException(
          "weights held as " + options.compute() + " cannot be trained");
    }
    freeze();
    for (String name : List.copyOf(weights.byName().keySet())) {
      weights.exchange(name, NDArray::duplicate); // a mapped one cannot be written to
    }
    trainable = new LeafParameters(weights.byName());
    adapted = adapt();
  }

  /** Leaves the base alone, to be adapted anew. */
  private void freeze() {
    adapted.close();
    trainable.release();
    trainable = LeafParameters.none();
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
      BatchLayout layout = base.layOut(pass, batch);
      Tape tape = decoder.forward(pass, layout, key, null, kept, null);
      Slope slope = decoder.lossAndSlope(pass, layout, tape, 1, false);
      decoder.backToSites(
          pass, layout, key, tape, slope.gradient(), (layer, array) -> gradients[layer] = array);
      Prefix prefix =
          kept == Kept.ALL ? new Prefix(pass, tape, batch, key, trainable.changes()) : null;
      return new SiteGradients(slope.loss(), new SiteTensors(held, List.of(gradients), prefix));
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
      BatchLayout layout = base.layOut(pass, batch);
      Prefix known = perturbation == null ? null : perturbation.prefix();
      boolean fits = known != null && known.fits(batch, key, trainable.changes());
      Tape tape = decoder.forward(pass, layout, key, site, kept, fits ? known : null);
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
      BatchLayout layout = base.layOut(pass, batch);
      return decoder.loss(layout, decoder.through(pass, layout, null));
    }
  }

  /** What the sites hold, without dropout; the caller closes it. */
  public SiteTensors siteOutputs(TokenBatch batch) {
    NDManager held = manager.newSubManager();
    List<NDArray> outputs = new ArrayList<>();
    try (Pass pass = new Pass(manager)) {
      evaluation()
          .through(
              pass,
              base.layOut(pass, batch),
              (layer, output) -> {
                outputs.add(output.duplicate());
                return output;
              });
      return new SiteTensors(held, outputs);
    }
  }

  /** What enters each block and what the head reads, row-major, without dropout. */
  List<float[]> states(TokenBatch batch) {
    Decoder decoder = evaluation();
    try (Pass pass = new Pass(manager)) {
      BatchLayout layout = base.layOut(pass, batch);
      Tape tape = decoder.forward(pass, layout, DropoutKey.NONE, null, Kept.ALL, null);
      return decoder.states(pass, tape).stream().map(HostArrays::floats).toList();
    }
  }

  /** Scores of every id after each token of one row, {@code [length][vocabulary]}. */
  float[][] logits(int[] ids) {
    TokenBatch batch = TokenBatch.unlabelled(new int[][] {ids});
    Decoder decoder = evaluation();
    try (Pass pass = new Pass(manager)) {
      NDArray every = pass.manager().create(LongStream.range(0, ids.length).toArray());
      Tape tape = decoder.through(pass, base.layOut(pass, batch), null);
      float[] flat = HostArrays.floats(decoder.logits(pass, tape, every));
      float[][] logits = new float[ids.length][config.vocabulary()];
      for (int i = 0; i < ids.length; i++) {
        System.arraycopy(flat, i * config.vocabulary(), logits[i], 0, config.vocabulary());
      }
      return logits;
    }
  }

  /**
   * Greedy continuations, all prompts in one batch. The last bits of a row depend on the batch it
   * is in, and with bf16 weights more of them: batches are fixed by the caller.
   *
   * @param prompts ids, at least one each
   * @param maxNewTokens most ids that are added to a prompt; fewer where the model's positions end
   * @param stop ids that end a row; the end id is kept
   * @return the new ids of each prompt
   */
  public int[][] generate(int[][] prompts, int maxNewTokens, IntPredicate stop) {
    try (Pass pass = new Pass(manager)) {
      return new Generation(
              evaluation(), config, base.rotary(), adapted.generation(trainable.changes()))
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
    base.close();
  }
}
