package realign.training;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import realign.method.Method;
import realign.method.StepLosses;
import realign.method.TrainingContext;
import realign.model.Parameters;
import realign.safetensors.HostTensor;

/**
 * A term on top of another step, with state: rho (w - anchor) is added to the gradient, and the
 * anchor moves to the current weights every second step, as Lisa's does (arXiv 2405.18641). Shows
 * that such a method fits and survives a restart.
 */
final class ProximalMethod implements Method {
  private final Method method;
  private final double rho;
  private final Map<String, HostTensor> anchor = new TreeMap<>();
  private long clock;

  ProximalMethod(Method method, double rho) {
    this.method = method;
    this.rho = rho;
  }

  @Override
  public StepLosses step(TrainingContext context) {
    StepLosses losses = method.step(context);
    if (!anchor.isEmpty()) {
      context.parameters().names().forEach(name -> pull(context.parameters(), name));
    }
    return losses;
  }

  private void pull(Parameters parameters, String name) {
    NDArray weight = parameters.get(name);
    HostTensor to = anchor.get(name);
    if (to != null) {
      try (NDArray target = weight.getManager().create(HostValues.of(to), weight.getShape());
          NDArray current = weight.getManager().create(weight.toFloatArray(), weight.getShape());
          NDArray distance = current.subi(target).muli(rho)) {
        parameters.gradient(name).addi(distance);
      }
    }
  }

  @Override
  public void updated(TrainingContext context) {
    clock++;
    if (clock % 2 == 1) {
      anchor.putAll(context.parameters().snapshot());
    }
  }

  @Override
  public Map<String, HostTensor> state() {
    Map<String, HostTensor> state = new TreeMap<>();
    anchor.forEach((name, tensor) -> state.put("anchor." + name, tensor));
    ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    state.put("clock", new HostTensor("I64", new long[] {}, count.putLong(clock).flip()));
    return state;
  }

  @Override
  public void restore(Map<String, HostTensor> state) {
    state.forEach(
        (name, tensor) -> {
          if (name.equals("clock")) {
            clock = tensor.data().getLong();
          } else {
            anchor.put(name.substring("anchor.".length()), tensor);
          }
        });
  }
}
