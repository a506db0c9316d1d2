package realign.training;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import realign.model.HostArrays;
import realign.model.Parameters;
import realign.model.Tensors;
import realign.safetensors.HostTensor;
import realign.spec.OptimiserSpec;

/**
 * AdamW as torch.optim.AdamW (Loshchilov and Hutter, arXiv 1711.05101): decay first and decoupled,
 * epsilon outside the bias-corrected root. Holds its moments itself, f32 beside the weights, so
 * that they can be saved; every tensor counts its own steps. Not for clipping or schedules.
 */
final class AdamW implements AutoCloseable {
  private final OptimiserSpec spec;
  private final Parameters parameters;
  private final Map<String, Moments> moments = new TreeMap<>();
  private final NDManager manager;

  /**
   * @param parameters what to update, at least one
   */
  AdamW(OptimiserSpec spec, Parameters parameters) {
    this.spec = spec;
    this.parameters = parameters;
    this.manager = parameters.get(parameters.names().get(0)).getManager().newSubManager();
    for (String name : parameters.names()) {
      moments.put(name, Moments.zeros(manager, parameters.get(name)));
    }
  }

  /**
   * Updates every parameter that is not frozen from its gradient g: with m and v decayed and fed by
   * it, in its t-th update
   *
   * <pre>w = (1 - lr wd) w - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)</pre>
   */
  void update(double lr, Set<String> frozen) {
    Tensors.AdamStep how =
        new Tensors.AdamStep(lr, spec.beta1(), spec.beta2(), spec.weightDecay(), spec.epsilon());
    SortedMap<Long, List<String>> bySteps = new TreeMap<>();
    moments.forEach(
        (name, own) -> {
          if (!frozen.contains(name)) {
            bySteps.computeIfAbsent(++own.steps, steps -> new ArrayList<>()).add(name);
          }
        });
    bySteps.forEach((steps, names) -> update(names, steps, how));
  }

  private void update(List<String> names, long steps, Tensors.AdamStep how) {
    List<Moments> own = names.stream().map(moments::get).toList();
    parameters.update(
        names,
        (values, gradients) ->
            Tensors.adamW(
                values,
                gradients,
                own.stream().map(each -> each.first).toList(),
                own.stream().map(each -> each.second).toList(),
                steps,
                how));
  }

  /** First moments m, in host memory. */
  Map<String, HostTensor> firstMoments() {
    return each(own -> HostArrays.read(own.first));
  }

  /** Second moments v, in host memory. */
  Map<String, HostTensor> secondMoments() {
    return each(own -> HostArrays.read(own.second));
  }

  /** Updates of each tensor so far. */
  Map<String, Long> steps() {
    return each(own -> own.steps);
  }

  /** Goes on from saved moments and counts. */
  void restore(
      Map<String, HostTensor> first, Map<String, HostTensor> second, Map<String, Long> steps) {
    moments.forEach((name, own) -> own.restore(of(first, name), of(second, name), of(steps, name)));
  }

  private static <T> T of(Map<String, T> saved, String name) {
    T value = saved.get(name);
    if (value == null) {
      throw new IllegalArgumentException("nothing is saved for the parameter " + name);
    }
    return value;
  }

  @Override
  public void close() {
    manager.close();
  }

  private <T> Map<String, T> each(Function<Moments, T> part) {
    Map<String, T> parts = new TreeMap<>();
    moments.forEach((name, own) -> parts.put(name, part.apply(own)));
    return parts;
  }
}
