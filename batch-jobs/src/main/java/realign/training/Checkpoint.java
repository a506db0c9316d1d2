package realign.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import realign.log.Restored;
import realign.method.Method;
import realign.model.Parameters;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.safetensors.TensorType;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.Payload;

/**
 * All that a training stage needs to go on: weights, both moments, and in {@code method} the step
 * counts of the parameters and the method's own state. Randomness has none.
 */
record Checkpoint(Parameters parameters, AdamW optimiser, Method method) {
  private static final String WEIGHTS = "weights";
  private static final String FIRST = "moments1";
  private static final String SECOND = "moments2";
  private static final String METHOD = "method";

  /** I64, one count a parameter, in the order of the names. */
  private static final String STEP_COUNTS = "step-counts";

  /** Before the names of the method's own tensors. */
  private static final String OWN = "state.";

  /** State blobs with these weights, which were copied before. */
  Map<String, Payload> save(Map<String, HostTensor> weights) {
    Map<String, Payload> blobs = new HashMap<>();
    blobs.put(WEIGHTS, Safetensors.write(weights, Map.of()));
    blobs.put(FIRST, Safetensors.write(optimiser.firstMoments(), Map.of()));
    blobs.put(SECOND, Safetensors.write(optimiser.secondMoments(), Map.of()));
    blobs.put(METHOD, Safetensors.write(methodTensors(), Map.of()));
    return blobs;
  }

  /** Bytes of trained tensors as a file; each moment has as many. */
  static long weightBytes(Parameters parameters) {
    Map<String, TensorType> weights = new TreeMap<>();
    for (String name : parameters.names()) {
      weights.put(name, TensorType.of("F32", parameters.get(name).getShape().getShape()));
    }
    return Safetensors.size(weights, Map.of());
  }

  /** Bytes of what {@link #save} makes, counted. */
  long bytes() {
    Map<String, TensorType> own = new TreeMap<>();
    methodTensors().forEach((name, tensor) -> own.put(name, tensor.type()));
    return 3 * weightBytes(parameters) + Safetensors.size(own, Map.of());
  }

  /**
   * Goes on from what {@link #save} made.
   *
   * @throws ProblemException when that was made by a stage that trains something else: a run may be
   *     begun with a checkpoint of another one
   */
  void restore(Restored from) {
    requireState(from);
    Map<String, HostTensor> saved = Safetensors.read(from.state(METHOD));
    Map<String, HostTensor> weights = Safetensors.read(from.state(WEIGHTS));
    requireSame(weights);
    parameters.restore(weights);
    optimiser.restore(
        Safetensors.read(from.state(FIRST)), Safetensors.read(from.state(SECOND)), counts(saved));
    Map<String, HostTensor> own = new TreeMap<>();
    saved.forEach(
        (name, tensor) -> {
          if (name.startsWith(OWN)) {
            own.put(name.substring(OWN.length()), tensor);
          }
        });
    method.restore(own);
  }

  private static void requireState(Restored from) {
    if (!from.stateNames().containsAll(List.of(WEIGHTS, FIRST, SECOND, METHOD))) {
      throw unfit(
          "checkpoint",
          from.stage() + " " + from.position() + ", which has no state",
          "must be of a stage that was not finished, where training is to go on",
          "Take an earlier checkpoint");
    }
  }

  private void requireSame(Map<String, HostTensor> weights) {
    TreeSet<String> names = new TreeSet<>(parameters.names());
    names.addAll(weights.keySet());
    for (String name : names) {
      HostTensor saved = weights.get(name);
      String there = saved == null ? "none" : Arrays.toString(saved.shape());
      String trained =
          parameters.names().contains(name)
              ? Arrays.toString(parameters.get(name).getShape().getShape())
              : "none";
      if (!there.equals(trained)) {
        throw unfit(
            "tensor " + name,
            there + " in the checkpoint",
            "must have the shape that this run trains: " + trained,
            "Set model, trained and lora to those of the checkpoint's run");
      }
    }
  }

  private static ProblemException unfit(String what, String found, String rule, String fix) {
    return new ProblemException(ExitCode.INVALID, new Problem("RLN-505", what, found, rule, fix));
  }

  private Map<String, HostTensor> methodTensors() {
    Map<String, HostTensor> tensors = new TreeMap<>();
    method.state().forEach((name, tensor) -> tensors.put(OWN + name, tensor));
    Map<String, Long> steps = optimiser.steps();
    ByteBuffer counts =
        ByteBuffer.allocate(Long.BYTES * steps.size()).order(ByteOrder.LITTLE_ENDIAN);
    steps.values().forEach(counts::putLong);
    tensors.put(STEP_COUNTS, new HostTensor("I64", new long[] {steps.size()}, counts.flip()));
    return tensors;
  }

  private Map<String, Long> counts(Map<String, HostTensor> saved) {
    HostTensor tensor = saved.get(STEP_COUNTS);
    if (tensor == null || tensor.shape()[0] != parameters.names().size()) {
      throw new IllegalArgumentException("a checkpoint of other parameters");
    }
    ByteBuffer counts = tensor.data();
    Map<String, Long> steps = new TreeMap<>();
    parameters.names().forEach(name -> steps.put(name, counts.getLong()));
    return steps;
  }
}
