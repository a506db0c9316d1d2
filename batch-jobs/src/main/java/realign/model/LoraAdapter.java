package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.model.DecoderLayout.Part;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;

/**
 * Low-rank matrices A {@code [rank, in]} and B {@code [out, rank]} beside named projections: {@code
 * y = W x + (alpha / rank) B A dropout(x)} (LoRA, arXiv 2106.09685, section 4.1). Names are PEFT's.
 */
final class LoraAdapter implements AutoCloseable {
  private static final String PREFIX = "base_model.model.";

  private final LoraSpec spec;
  private final NDManager manager;
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();

  private LoraAdapter(LoraSpec spec, NDManager manager) {
    this.spec = spec;
    this.manager = manager;
  }

  /** A is drawn Kaiming-uniformly with a = sqrt 5, that is within 1 / sqrt(in); B is zero. */
  static LoraAdapter fresh(
      NDManager parent, DecoderConfig config, DecoderLayout layout, LoraSpec asked, long seed) {
    LoraSpec spec = asked.among(layout.projectionNames());
    requireKnown(layout, spec);
    NDManager manager = parent.newSubManager();
    LoraAdapter adapter = new LoraAdapter(spec, manager);
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Part part : layout.block(layer, config)) {
        if (part.role().isProjection() && spec.targets().contains(part.shortName())) {
          adapter.add(part, seed);
        }
      }
    }
    return adapter;
  }

  private static void requireKnown(DecoderLayout layout, LoraSpec spec) {
    Set<String> unknown = new TreeSet<>(spec.targets());
    unknown.removeAll(layout.projectionNames());
    if (!unknown.isEmpty() || spec.targets().isEmpty()) {
      throw ModelProblem.TARGETS.of(
          "lora.targets",
          spec.targets().isEmpty() ? "[]" : String.join(", ", unknown),
          "Choose among " + layout.projectionNames());
    }
  }

  private void add(Part part, long seed) {
    int rank = spec.rank();
    String a = nameOfA(part.name());
    ByteBuffer values =
        InitialValues.uniform(seed, a, (long) rank * part.in(), 1 / Math.sqrt(part.in()));
    put(a, HostArrays.copy(manager, new HostTensor("F32", new long[] {rank, part.in()}, values)));
    put(nameOfB(part.name()), manager.zeros(new Shape(part.out(), rank)));
  }

  private void put(String name, NDArray array) {
    arrays.put(name, array);
  }

  static String nameOfA(String module) {
    return PREFIX + module + ".lora_A.weight";
  }

  static String nameOfB(String module) {
    return PREFIX + module + ".lora_B.weight";
  }

  /** The last word of the module's name that a tensor belongs to. */
  static String shortModule(String tensor) {
    String module = tensor.replaceFirst("\\.lora_[AB]\\.weight$", "");
    return module.substring(module.lastIndexOf('.') + 1);
  }

  LoraSpec spec() {
    return spec;
  }

  Map<String, NDArray> arrays() {
    return arrays;
  }

  /** A and B of a module, or null where it has none. */
  @Nullable List<NDArray> pair(String module) {
    NDArray a = arrays.get(nameOfA(module));
    NDArray b = arrays.get(nameOfB(module));
    return a == null || b == null ? null : List.of(a, b);
  }

  @Override
  public void close() {
    manager.close();
  }
}
