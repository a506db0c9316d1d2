package realign.model;

import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a family calls the modules of a decoder: the small description by which reader, random
 * weights, adapters and script agree.
 *
 * @param block prefix of a block's modules, with the layer's number in place of {@code %d}
 * @param modules that there are, by what they do
 */
record DecoderLayout(String block, Map<Role, Module> modules) {
  DecoderLayout {
    modules = Map.copyOf(modules);
  }

  /**
   * @param name inside a block, or whole
   * @param bias whether it has one
   * @param transposed whether its matrix is stored as {@code [in, out]}
   */
  record Module(String name, boolean bias, boolean transposed) {
    static Module plain(String name) {
      return new Module(name, false, false);
    }

    static Module biased(String name) {
      return new Module(name, true, false);
    }

    /** The last word of the name, by which a person names a projection. */
    String shortName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  /** The same with some modules exchanged or added. */
  DecoderLayout with(Map<Role, Module> others) {
    Map<Role, Module> all = new EnumMap<>(modules);
    all.putAll(others);
    return new DecoderLayout(block, all);
  }

  /** The same with a bias on some modules. */
  DecoderLayout biased(Role... roles) {
    Map<Role, Module> all = new EnumMap<>(modules);
    for (Role role : roles) {
      all.computeIfPresent(role, (r, module) -> Module.biased(module.name()));
    }
    return new DecoderLayout(block, all);
  }

  /** The same without some modules. */
  DecoderLayout without(Role... roles) {
    Map<Role, Module> all = new EnumMap<>(modules);
    for (Role role : roles) {
      all.remove(role);
    }
    return new DecoderLayout(block, all);
  }

  /**
   * A module of a decoder.
   *
   * @param name whole, as in files
   * @param shape of its weight in the script: {@code [out, in]} or {@code [width]}
   */
  record Part(Role role, String name, Shape shape, boolean bias, boolean transposed) {
    String weight() {
      return name + ".weight";
    }

    String biasName() {
      return name + ".bias";
    }

    String shortName() {
      return name.substring(name.lastIndexOf('.') + 1);
    }

    int out() {
      return (int) shape.get(0);
    }

    int in() {
      return (int) shape.get(1);
    }

    /** Of the weight in files. */
    Shape storedShape() {
      return transposed ? new Shape(shape.get(1), shape.get(0)) : shape;
    }
  }

  /** The modules outside the blocks; a tied head is a second part of the embedding's name. */
  List<Part> ends(DecoderConfig config) {
    return modules.keySet().stream()
        .filter(role -> !role.isInBlock())
        .sorted()
        .map(role -> part("", role, config))
        .toList();
  }

  /** The modules of a block. */
  List<Part> block(int layer, DecoderConfig config) {
    return modules.keySet().stream()
        .filter(Role::isInBlock)
        .sorted()
        .map(role -> part(block.formatted(layer), role, config))
        .toList();
  }

  private Part part(String prefix, Role role, DecoderConfig config) {
    Module module = module(role);
    boolean layerNorm = config.norm().kind() == DecoderConfig.Norm.Kind.LAYER;
    boolean bias = role.isNorm() ? layerNorm : module.bias();
    return new Part(role, prefix + module.name(), role.shape(config), bias, module.transposed());
  }

  Module module(Role role) {
    Module module = modules.get(role);
    if (module == null) {
      throw new IllegalArgumentException("no " + role);
    }
    return module;
  }

  /** Names a person may give to choose projections. */
  List<String> projectionNames() {
    return modules.keySet().stream()
        .filter(Role::isProjection)
        .sorted()
        .map(role -> module(role).shortName())
        .distinct()
        .toList();
  }

  /** Every tensor of the model by its name, once, with its shape in files. */
  Map<String, Shape> shapes(DecoderConfig config) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    ends(config).forEach(part -> put(shapes, part));
    for (int layer = 0; layer < config.layers(); layer++) {
      block(layer, config).forEach(part -> put(shapes, part));
    }
    return shapes;
  }

  private static void put(Map<String, Shape> shapes, Part part) {
    shapes.put(part.weight(), part.storedShape());
    if (part.bias()) {
      shapes.put(part.biasName(), new Shape(part.shape().get(0)));
    }
  }
}
