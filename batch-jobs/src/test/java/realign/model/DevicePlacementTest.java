package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import realign.model.Decoder.Slope;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;
import realign.spec.ModelSpec.Compute;
import realign.spec.ModelSpec.Device;

/**
 * What can be known of steps on a GPU without one. They are computed on the engine's device without
 * memory, on which reading a value and meeting an array of the processor are errors; and their form
 * of the script gives the numbers of the one for the processor.
 */
@ParameterizedClass
@ValueSource(strings = {"llama", "mistral", "qwen2", "qwen3", "gemma2", "gpt2", "opt"})
class DevicePlacementTest {
  private static final DropoutKey KEY = new DropoutKey(3);

  /** Methods of a class. */
  private static final String STAND_INS =
      """
        def pick(self: __torch__.Part, x: Tensor, at: Tensor) -> Tensor:
          return torch.index(x, annotate(List[Optional[Tensor]], [at]))

        def turn(self: __torch__.Part, x: Tensor, by: List[int], dims: List[int]) -> Tensor:
          return torch.neg(x)

        def normed_shapes(self: __torch__.Part, x: Tensor, gain: Tensor, bias: Tensor) \
      -> Tuple[Tensor, Tensor, Tensor]:
          mean = torch.sum(x, [-1], True)
          return (torch.add(torch.mul(torch.sub(x, mean), gain), bias), mean, mean)

        def norm_shapes(self: __torch__.Part, dy: Tensor, x: Tensor, mean: Tensor, r: Tensor, \
      gain: Tensor, bias: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
          dx = torch.add(torch.mul(torch.sub(dy, mean), r), torch.mul(gain, x))
          return (dx, gain, bias)
      """;

  private final Architecture architecture;
  private NDManager manager;
  private boolean away;
  private UnaryOperator<NDArray> place = UnaryOperator.identity();
  private @Nullable DecoderWeights weights;
  private Map<String, NDArray> gradients = new LinkedHashMap<>();

  DevicePlacementTest(String name) {
    architecture = ModelDirectory.architecture(Golden.folder().resolve("models").resolve(name));
  }

  @BeforeEach
  void open() {
    manager = Engine.newManager();
  }

  @AfterEach
  void close() {
    if (weights != null) {
      weights.close();
    }
    manager.close();
  }

  @Test
  void stepsReadNothingAndMeetNoArrayOfTheProcessor() {
    goAway();
    for (Compute compute : Compute.values()) {
      for (double dropout : new double[] {0, 0.1}) {
        step(decoder(new ModelOptions(compute, Device.CUDA, false), dropout));
      }
    }
  }

  private void goAway() {
    Script nowhere = Script.load(manager, "nowhere.py", Map.of());
    away = true;
    place = array -> nowhere.array(manager, "away", array);
  }

  /** The device without memory lacks a few operations; others of the same arguments stand in. */
  private static String withoutValues(String text) {
    return text.replaceAll("torch.index_select\\((.*?), 0, ", "self.pick($1, ")
        .replace("torch.embedding(", "self.pick(")
        .replace("torch.roll(", "self.turn(")
        .replace("torch.relu(", "torch.neg(")
        .replace("torch.logical_or(", "torch.bitwise_or(")
        .replaceAll(
            "torch.native_layer_norm_backward\\((.*)\\[width\\], (.*), \\[True.*",
            "self.norm_shapes($1$2)")
        .replaceAll(
            "(?m)torch.native_layer_norm\\((.*)\\[width\\], (.*), [^,]*\\)$",
            "self.normed_shapes($1$2)")
        .replace("  training : bool\n", "  training : bool\n" + STAND_INS);
  }

  /** Vaccine's two passes, and what follows; only then values are asked for, in vain here. */
  private void step(Decoder decoder) {
    BatchLayout layout = layout();
    try (Pass pass = new Pass(manager)) {
      List<NDArray> sites = new ArrayList<>();
      Tape first = decoder.forward(pass, layout, KEY, null, Tape.Kept.ALL, null);
      Slope clean = decoder.lossAndSlope(pass, layout, first, 1, false);
      decoder.backToSites(
          pass, layout, KEY, first, clean.gradient(), (layer, array) -> sites.add(0, array));
      List<NDArray> eps = Tensors.scaled(pass.manager(), sites, 0.5);
      Tape second =
          decoder.forward(
              pass,
              layout,
              KEY,
              (layer, output) -> output.add(eps.get(layer)),
              Tape.Kept.ALL,
              null);
      Slope slope = decoder.lossAndSlope(pass, layout, second, 0.5, true);
      decoder.backToParameters(pass, layout, KEY, second, slope.gradient());
      List<NDArray> all = List.copyOf(gradients.values());
      Tensors.scale(all, 0.5);
      Tensors.zero(all);
      assertThatThrownBy(slope::loss).isNotNull();
      assertThatThrownBy(() -> Tensors.norms(all)).isNotNull();
    }
  }

  @Test
  void strangersAreSeen() {
    goAway();
    Decoder decoder = decoder(new ModelOptions(Compute.F32, Device.CUDA, false), 0);
    BatchLayout layout = layout();
    try (Pass pass = new Pass(manager)) {
      NDArray stranger = manager.ones(new Shape(1, architecture.config().hidden()));
      assertThatThrownBy(
              () ->
                  decoder.forward(
                      pass, layout, KEY, (layer, site) -> site.add(stranger), Tape.Kept.ALL, null))
          .isInstanceOf(EngineException.class);
    }
  }

  @Test
  void formForGpusGivesTheNumbersOfTheOneForTheProcessor() {
    double loss = lossAndGradients(Device.CPU);
    Map<String, float[]> wanted = new LinkedHashMap<>();
    gradients.forEach((name, gradient) -> wanted.put(name, gradient.toFloatArray()));
    assertThat(lossAndGradients(Device.CUDA)).isCloseTo(loss, Percentage.withPercentage(1e-4));
    gradients.forEach(
        (name, gradient) -> {
          float size = gradient.norm().getFloat();
          assertThat(gradient.toFloatArray())
              .as(name)
              .containsExactly(wanted.get(name), within(1e-6f + 2e-5f * size));
        });
  }

  @Test
  void formForGpusGeneratesTheSame() {
    assertThat(generated(Device.CUDA)).isEqualTo(generated(Device.CPU));
  }

  private long[] generated(Device form) {
    Decoder decoder = decoder(new ModelOptions(Compute.F32, form, false), 0);
    DecoderWeights held = Objects.requireNonNull(weights);
    RotaryTable rotary = new RotaryTable(manager, architecture.config());
    int[][] rows = Models.batch(3, 5, 11).ids();
    Prompts prompts =
        Prompts.of(manager, rows, 6, architecture.config().attention().kvHeads(), rotary);
    NDArray never = manager.create(new boolean[architecture.config().vocabulary()]);
    try (Pass pass = new Pass(manager)) {
      return HostArrays.longs(
          decoder.generate(
              pass, prompts, never, rotary, 6, new Adapted.Matrices(held.ends(), held.blocks())));
    }
  }

  private double lossAndGradients(Device form) {
    Decoder decoder = decoder(new ModelOptions(Compute.F32, form, false), 0);
    BatchLayout layout = layout();
    try (Pass pass = new Pass(manager)) {
      Tape tape = decoder.forward(pass, layout, KEY, null, Tape.Kept.ALL, null);
      Slope slope = decoder.lossAndSlope(pass, layout, tape, 1, true);
      decoder.backToParameters(pass, layout, KEY, tape, slope.gradient());
      return slope.loss();
    }
  }

  private Decoder decoder(ModelOptions options, double dropout) {
    LoraSpec lora = new LoraSpec(4, 8, dropout, architecture.layout().projectionNames());
    LoraAdapter adapter =
        LoraAdapter.fresh(manager, architecture.config(), architecture.layout(), lora, 1);
    gradients = new LinkedHashMap<>();
    adapter
        .arrays()
        .replaceAll(
            (name, array) -> {
              gradients.put(name, place.apply(HostArrays.zerosLike(manager, array)));
              return place.apply(random(name, array.getShape(), Compute.F32));
            });
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    architecture
        .layout()
        .shapes(architecture.config())
        .forEach(
            (name, shape) ->
                arrays.put(
                    name,
                    place.apply(
                        random(
                            name,
                            shape,
                            shape.dimension() == 1 ? Compute.F32 : options.compute()))));
    DecoderWeights made =
        new DecoderWeights(manager, architecture.config(), architecture.layout(), arrays);
    weights = made;
    made.arrange(Map.of(), adapter, gradients);
    String text = DecoderScript.text(architecture, options, lora, false, dropout > 0);
    return new Decoder(
        architecture.config(), made, Script.compile(manager, away ? withoutValues(text) : text));
  }

  private NDArray random(String name, Shape shape, Compute compute) {
    HostTensor values =
        new HostTensor("F32", shape.getShape(), InitialValues.normal(1, name, shape.size(), 0.05));
    return new HostArrays(manager).frozen(manager, values, compute);
  }

  /** Rows of several lengths: short ones are padded, long ones taken one by one. */
  private BatchLayout layout() {
    RotaryTable rotary = new RotaryTable(manager, architecture.config());
    BatchLayout near = BatchLayout.of(manager, Models.batch(1, 9, 5, 7), rotary);
    return new BatchLayout(
        place.apply(near.ids()),
        place.apply(near.places()),
        place.apply(near.cos()),
        place.apply(near.sin()),
        near.plan(),
        place.apply(near.gather()),
        place.apply(near.back()),
        place.apply(near.positions()),
        place.apply(near.targets()));
  }
}
