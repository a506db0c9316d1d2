package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.safetensors.HostTensor;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

class ModelDirectoryTest {
  private static final TokenBatch BATCH = Models.batch(1, 9, 5);

  @TempDir private Path directory;

  @BeforeEach
  void config() throws IOException {
    ModelDirectories.writeConfig(directory, config -> {});
  }

  @ParameterizedTest
  @CsvSource({"F32, 1e-9", "F16, 1e-2", "BF16, 5e-2"})
  void storageTypesAreWidened(String dtype, double tolerance) throws IOException {
    ModelDirectories.write(directory.resolve("model.safetensors"), ModelDirectories.tensors(dtype));
    try (LanguageModel original = Models.tiny();
        LanguageModel read = LanguageModel.load(directory, ModelOptions.defaults())) {
      assertThat(read.loss(BATCH)).isCloseTo(original.loss(BATCH), within(tolerance));
      HostTensor norm = read.stored(Map.of()).get("model.norm.weight");
      assertThat(Golden.floats(norm)).containsOnly(1f);
    }
  }

  @Test
  void shardsGiveTheSameBitsAsOneFile() throws IOException {
    Map<String, Map<String, HostTensor>> shards = new TreeMap<>();
    ModelDirectories.tensors("F32")
        .forEach(
            (name, tensor) ->
                shards
                    .computeIfAbsent(
                        "model-0000%d-of-00002.safetensors".formatted(1 + name.length() % 2),
                        file -> new TreeMap<>())
                    .put(name, tensor));
    ModelDirectories.writeShards(directory, shards);
    try (LanguageModel original = Models.tiny();
        LanguageModel read = LanguageModel.load(directory, ModelOptions.defaults())) {
      assertThat(read.loss(BATCH)).isEqualTo(original.loss(BATCH));
    }
  }

  /** So all processes of a machine hold the weights once. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void weightsOfTheComputingTypeAreTheFilesOwnPages() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelDirectories.write(file, ModelDirectories.tensors("F32"));
    try (LanguageModel read = LanguageModel.load(directory, ModelOptions.defaults())) {
      read.loss(BATCH);
      assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
          .anySatisfy(line -> assertThat(line).contains(" r--s ").endsWith(file.toString()));
    }
  }

  @Test
  void storageTypesMayBeMixed() throws IOException {
    Map<String, HostTensor> tensors = new TreeMap<>(ModelDirectories.tensors("F32"));
    Map<String, HostTensor> half = ModelDirectories.tensors("F16");
    Map<String, HostTensor> brain = ModelDirectories.tensors("BF16");
    tensors.replaceAll(
        (name, t) ->
            name.contains("mlp") ? half.get(name) : name.contains("q_p") ? brain.get(name) : t);
    ModelDirectories.write(directory.resolve("model.safetensors"), tensors);
    try (LanguageModel original = Models.tiny();
        LanguageModel read = LanguageModel.load(directory, ModelOptions.defaults())) {
      assertThat(read.loss(BATCH)).isCloseTo(original.loss(BATCH), within(5e-2));
    }
  }

  @Test
  void everyWrongTensorIsNamedAtOnce() throws IOException {
    Map<String, HostTensor> tensors = new TreeMap<>(ModelDirectories.tensors("F32"));
    tensors.remove("model.layers.1.mlp.up_proj.weight");
    tensors.put("model.norm.weight", new HostTensor("F32", new long[] {2}, ByteBuffer.allocate(8)));
    tensors.put("extra.bias", new HostTensor("F32", new long[] {1}, ByteBuffer.allocate(4)));
    tensors.put(
        "lm_head.weight",
        new HostTensor("F64", new long[] {37, 16}, ByteBuffer.allocate(37 * 128)));
    ModelDirectories.write(directory.resolve("model.safetensors"), tensors);
    assertRefused("RLN-305")
        .hasMessageContaining("up_proj.weight")
        .hasMessageContaining("[2], not [16]")
        .hasMessageContaining("extra.bias")
        .hasMessageContaining("F64");
  }

  @Test
  void aFileThatWasCutOffOrIsHostileIsRefused() throws IOException {
    Path file = directory.resolve("model.safetensors");
    ModelDirectories.write(file, ModelDirectories.tensors("F32"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertRefused("RLN-");
    ByteBuffer.wrap(whole).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(0, Long.MAX_VALUE);
    Files.write(file, whole);
    assertRefused("RLN-");
    Files.delete(file);
    assertRefused("RLN-301").hasMessageContaining("model.safetensors");
  }

  @Test
  void aTiedHeadThatIsStoredMustBeTheEmbedding() throws IOException {
    ModelDirectories.writeConfig(directory, config -> config.put("tie_word_embeddings", true));
    Map<String, HostTensor> tensors = new TreeMap<>(ModelDirectories.tensors("F32"));
    Path file = directory.resolve("model.safetensors");
    ModelDirectories.write(file, tensors);
    assertRefused("RLN-305").hasMessageContaining("lm_head.weight");
    Files.delete(file);
    tensors.put("lm_head.weight", tensors.get("model.embed_tokens.weight"));
    ModelDirectories.write(file, tensors);
    LanguageModel.load(directory, ModelOptions.defaults()).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type | \"phi3\"",
        "architectures | [\"LlamaForSequenceClassification\"]",
        "hidden_act | \"gelu\"",
        "attention_bias | 1",
        "rope_scaling | {\"rope_type\": \"yarn\", \"factor\": 4}",
        "rope_scaling | {\"rope_type\": \"linear\", \"factor\": 4, \"beta_fast\": 32}",
        "rope_scaling | 2",
        "partial_rotary_factor | 0.5",
        "attention_dropout | 0.1",
        "rope_scaling | {\"rope_type\": \"llama3\"}",
        "rope_scaling | {\"type\": \"linear\"}",
        "sliding_window | 12",
        "quantization_config | {\"bits\": 4}",
        "a_value_from_the_future | 3",
        "hidden_size | 0",
        "hidden_size | 1e30",
        "num_key_value_heads | 3",
        "head_dim | 7",
        "rms_norm_eps | -1",
        "eos_token_id | 99",
        "vocab_size | \"many\""
      })
  void whatChangesTheArithmeticIsRefusedByName(String name, String value) throws IOException {
    ModelDirectories.writeConfig(
        directory,
        config ->
            config.putRawValue(name, new com.fasterxml.jackson.databind.util.RawValue(value)));
    assertThatThrownBy(() -> ModelDirectory.architecture(directory))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("config.json " + name);
  }

  @Test
  void whatSaysNothingIsAccepted() throws IOException {
    ModelDirectories.writeConfig(
        directory,
        config -> {
          config.putNull("rope_scaling").put("use_sliding_window", false).put("_name_or_path", "x");
          config.put("transformers_version", "4.57.1").put("pretraining_tp", 1);
          config.put("pad_token_id", -1).putObject("quantization_config");
        });
    DecoderConfig config = ModelDirectory.architecture(directory).config();
    assertThat(config.attention().rotary()).isEqualTo(new Rotary(10000, new Rotary.Unscaled()));
    assertThat(config.attention().windows()).containsExactly(0, 0);
    assertThat(config.ids().pad()).isNull();
  }

  @Test
  void aConfigurationThatIsNoJsonObjectIsRefused() throws IOException {
    for (String text : new String[] {"", "[]", "{", "{\"a\":1,\"a\":2}"}) {
      Files.writeString(directory.resolve("config.json"), text, StandardCharsets.UTF_8);
      assertThatThrownBy(() -> ModelDirectory.architecture(directory))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("RLN-302");
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String id) {
    return assertThatThrownBy(() -> LanguageModel.load(directory, ModelOptions.defaults()).close())
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining(id);
  }
}
