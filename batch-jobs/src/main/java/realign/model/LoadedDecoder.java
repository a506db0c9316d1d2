package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import realign.safetensors.HostTensor;
import realign.spec.ModelSpec.Compute;

/**
 * A decoder's weights in the engine's memory, with what every kind of model does with them alike.
 * Computes nothing: see {@link LanguageModel} and {@link SequenceClassifier}.
 */
final class LoadedDecoder implements AutoCloseable {
  private final NDManager manager;
  private final Architecture architecture;
  private final ModelOptions options;
  private final HostArrays host;
  private final DecoderWeights weights;
  private final RotaryTable rotary;

  /** Where tensors come from. */
  private interface ArraySource {
    NDArray array(HostArrays host, NDManager manager, String name, Shape shape);
  }

  private LoadedDecoder(
      NDManager manager, Architecture architecture, ModelOptions options, ArraySource source) {
    this.manager = manager;
    this.architecture = architecture;
    this.options = options;
    this.host = new HostArrays(manager);
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    shapes(architecture)
        .forEach((name, shape) -> arrays.put(name, source.array(host, manager, name, shape)));
    this.weights = new DecoderWeights(manager, config(), architecture.layout(), arrays);
    this.rotary = new RotaryTable(manager, config());
  }

  /**
   * Reads the weights of a Hugging Face directory. Those stored as aligned F32 are mapped, all
   * others converted once.
   *
   * @param architecture what the directory's configuration describes
   * @throws realign.spec.ProblemException when the directory does not hold exactly its tensors
   */
  static LoadedDecoder load(Path directory, Architecture architecture, ModelOptions options) {
    Map<String, HostTensor> tensors = ModelDirectory.tensors(directory, architecture.expected());
    return open(
        architecture,
        options,
        (host, manager, name, shape) ->
            host.frozen(manager, of(tensors, name), computeOf(shape, options.compute())));
  }

  /** Random weights: matrices from normal(0, initializer_range), norms 1. Same seed, same bits. */
  static LoadedDecoder random(Architecture architecture, ModelOptions options, long seed) {
    return open(
        architecture,
        options,
        (host, manager, name, shape) -> {
          if (shape.dimension() == 1) {
            return name.endsWith(".bias") ? manager.zeros(shape) : manager.ones(shape);
          }
          if (shape.size() > InitialValues.MOST) {
            throw ModelProblem.TOO_LARGE.of(name, shape + " with random values");
          }
          ByteBuffer values =
              InitialValues.normal(
                  seed, name, shape.size(), architecture.config().initializerRange());
          HostTensor drawn = new HostTensor("F32", shape.getShape(), values);
          return options.compute() == Compute.F32
              ? HostArrays.copy(manager, drawn)
              : host.frozen(manager, drawn, options.compute());
        });
  }

  private static LoadedDecoder open(
      Architecture architecture, ModelOptions options, ArraySource source) {
    NDManager manager = Engine.newManager(options.device());
    try {
      return new LoadedDecoder(manager, architecture, options, source);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static Map<String, Shape> shapes(Architecture architecture) {
    return architecture.layout().shapes(architecture.config());
  }

  /** Matrices are held as they are multiplied; norms and biases in f32. */
  private static Compute computeOf(Shape shape, Compute compute) {
    return shape.dimension() == 2 ? compute : Compute.F32;
  }

  private static HostTensor of(Map<String, HostTensor> tensors, String name) {
    HostTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor;
  }

  NDManager manager() {
    return manager;
  }

  Architecture architecture() {
    return architecture;
  }

  DecoderConfig config() {
    return architecture.config();
  }

  ModelOptions options() {
    return options;
  }

  HostArrays host() {
    return host;
  }

  DecoderWeights weights() {
    return weights;
  }

  RotaryTable rotary() {
    return rotary;
  }

  /**
   * A batch in the engine's memory.
   *
   * @throws realign.spec.ProblemException for ids and lengths that the model does not have
   */
  BatchLayout layOut(Pass pass, TokenBatch batch) {
    Limits.require(config(), batch);
    return BatchLayout.of(pass.manager(), batch, rotary);
  }

  /** Bytes of all weights as they are held, mapped ones included. */
  long bytes() {
    return shapes(architecture).values().stream()
        .mapToLong(
            shape -> shape.size() * (computeOf(shape, options.compute()) == Compute.BF16 ? 2 : 4))
        .sum();
  }

  @Override
  public void close() {
    weights.close();
    manager.close();
  }
}
