package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.data.CharacterCodec;
import realign.data.LoadStage;
import realign.data.RowReader;
import realign.log.Draft;
import realign.log.Restored;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.TokenBatch;
import realign.result.Point;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.LoraSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.stage.CommittedDrafts;
import realign.stage.TopicRun;
import realign.training.BuiltModels;

/** Evaluation on the engine: a random Llama of two layers, characters as tokens. */
class ModelSubjectsTest {
  private static final String CONFIG =
      """
      {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "vocab_size": 128,
       "hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2,
       "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512,
       "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
       "tie_word_embeddings": false, "initializer_range": 0.3, "bos_token_id": 1,
       "eos_token_id": 36, "torch_dtype": "float32"}
      """;
  private static final int[][] ROWS = {{1, 40, 41, 42, 43}, {1, 50, 51}};

  @TempDir Path folder;

  @BeforeEach
  void writeConfig() throws IOException {
    Files.writeString(folder.resolve("config.json"), CONFIG);
  }

  @Test
  void oneModelBecomesAnotherAndBackWithTheSameBits() {
    RunSpec spec = new TopicRun(folder).spec();
    Scope.Cell cell = first(spec, Scope.Cell.class);
    TokenBatch rows = new TokenBatch(ROWS, ROWS);
    Map<String, Restored> results =
        Map.of("align-000", commit("align", Map.of("adapter", adapter(spec.align().lora(), 1))));
    Restored attacked =
        commit(
            "attack",
            Map.of(
                "adapter@5", adapter(attackLora(spec), 2),
                "adapter@9", adapter(attackLora(spec), 3)));

    try (Subjects subjects = ModelSubjects.source(models(spec, results), cell).open(attacked)) {
      double before = subjects.before(Point.attacked(5)).loss(rows);
      double five = subjects.at(Point.attacked(5)).loss(rows);
      double nine = subjects.at(Point.attacked(9)).loss(rows);

      assertThat(List.of(before, five, nine)).doesNotHaveDuplicates();
      assertThat(subjects.at(Point.attacked(5)).loss(rows)).isEqualTo(five);
      assertThat(subjects.before(Point.attacked(9)).loss(rows)).isEqualTo(before);
      assertThat(subjects.at(Point.attacked(9)).loss(rows)).isEqualTo(nine);
      assertThat(before).isCloseTo(alignedLoss(spec, results, rows), within(1e-5));
    }
  }

  private double alignedLoss(RunSpec spec, Map<String, Restored> results, TokenBatch rows) {
    Scope.Align align = first(spec, Scope.Align.class);
    Restored own = get(results, "align-000");
    try (Subjects subjects = ModelSubjects.source(models(spec, results), align).open(own);
        LanguageModel base = base()) {
      assertThat(subjects.before(Point.ALIGNED).loss(rows)).isEqualTo(base.loss(rows));
      return subjects.at(Point.ALIGNED).loss(rows);
    }
  }

  @Test
  void anEvaluationStoppedAnywhereEndsWithTheSameRecords() {
    RunSpec spec = new TopicRun(folder).spec();
    CommittedDrafts load = new CommittedDrafts();
    load.drive(
        new LoadStage(spec, List.of(), CharacterCodec::new, new RowReader()), Long.MAX_VALUE, true);
    CommittedDrafts undisturbed = aligned(spec);
    long items = undisturbed.drive(stage(spec, load), Long.MAX_VALUE, false);
    assertThat(undisturbed.records().get("measures")).hasSize(4);
    assertThat(undisturbed.records().get("answers")).hasSize(18);

    for (long stop : List.of(1L, 4L, items - 2, items - 1)) {
      CommittedDrafts log = aligned(spec);
      log.drive(stage(spec, load), stop, true);
      log.drive(stage(spec, load), Long.MAX_VALUE, false);
      assertThat(log.records()).isEqualTo(undisturbed.records());
    }
  }

  @Test
  void theBaseHasNothingBeforeIt() {
    RunSpec spec = new TopicRun(folder).spec();
    try (Subjects subjects =
        ModelSubjects.source(models(spec, Map.of()), new Scope.Base()).open(null)) {
      assertThat(subjects.at(Point.BASE).positions()).isEqualTo(512);
      assertThatThrownBy(() -> subjects.before(Point.BASE)).hasMessageContaining("base");
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Scope.Align.class, Scope.Cell.class})
  void withoutWhatWasTrainedTheBaseIsNotMeasuredInItsPlace(Class<? extends Scope> kind) {
    RunSpec spec = new TopicRun(folder).spec();
    Scope scope = first(spec, kind);
    SubjectSource source = ModelSubjects.source(models(spec, Map.of()), scope);
    assertThatThrownBy(() -> source.open(null)).hasMessageContaining(scope.name());
  }

  private BuiltModels models(RunSpec spec, Map<String, Restored> results) {
    return new BuiltModels(spec, this::base, name -> get(results, name));
  }

  private EvaluateStage stage(RunSpec spec, CommittedDrafts load) {
    Scope.Align align = first(spec, Scope.Align.class);
    return new EvaluateStage(
        spec,
        align,
        () -> Objects.requireNonNull(load.restored()),
        ModelSubjects.source(models(spec, Map.of()), align),
        CharacterCodec::new);
  }

  private CommittedDrafts aligned(RunSpec spec) {
    return committed("align", Map.of("adapter", adapter(spec.align().lora(), 1)));
  }

  private LanguageModel base() {
    return LanguageModel.random(folder, 7, ModelOptions.defaults());
  }

  /** An adapter as training leaves it: B is not zero. */
  private Draft.Artefact adapter(LoraSpec lora, int seed) {
    try (LanguageModel model = base()) {
      model.attachAdapter(lora, seed);
      Map<String, HostTensor> values = new HashMap<>(model.trainable().snapshot());
      values.replaceAll((name, tensor) -> name.contains("lora_B") ? filled(tensor, seed) : tensor);
      return new Draft.Artefact(Safetensors.write(values, Map.of()), true);
    }
  }

  private static HostTensor filled(HostTensor tensor, int seed) {
    ByteBuffer values =
        ByteBuffer.allocate(tensor.data().remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.capacity() / 4; i++) {
      values.putFloat((float) Math.sin(seed * 31.7 + i) * 0.5f);
    }
    return new HostTensor("F32", tensor.shape(), values.flip());
  }

  private static Restored commit(String stage, Map<String, Draft.Artefact> artefacts) {
    return Objects.requireNonNull(committed(stage, artefacts).restored());
  }

  private static CommittedDrafts committed(String stage, Map<String, Draft.Artefact> artefacts) {
    CommittedDrafts log = new CommittedDrafts();
    log.commit(new Draft(stage, 1, true, Map.of(), artefacts, Set.of(), List.of()));
    return log;
  }

  private static LoraSpec attackLora(RunSpec spec) {
    return Objects.requireNonNull(spec.attack()).lora();
  }

  private static Restored get(Map<String, Restored> results, String name) {
    @Nullable Restored result = results.get(name);
    return Objects.requireNonNull(result, name);
  }

  private static <T extends Scope> T first(RunSpec spec, Class<T> kind) {
    return Scope.of(spec).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }
}
