package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;

/** Adapter directories as PEFT writes them, and what is refused. */
class PeftAdapterTest {
  private static final String MODULE = "base_model.model.model.layers.0.self_attn.q_proj.";
  private static final String A = MODULE + "lora_A.weight";
  private static final String B = MODULE + "lora_B.weight";

  @TempDir private Path directory;
  private final Map<String, HostTensor> tensors = new TreeMap<>();

  @BeforeEach
  void write() throws IOException {
    tensors.put(A, tensor("F32", 4, 16));
    tensors.put(B, tensor("BF16", 16, 4));
    ObjectNode config =
        new PeftConfig("some/base", Models.lora(0.1, "q_proj", "v_proj")).json(false);
    Files.write(directory.resolve(PeftConfig.NAME), JsonFile.bytes(config));
    writeTensors();
  }

  private void writeTensors() throws IOException {
    ModelDirectories.write(directory.resolve(PeftAdapter.WEIGHTS), tensors);
  }

  private static HostTensor tensor(String dtype, int rows, int columns) {
    int width = dtype.equals("BF16") || dtype.equals("F16") ? 2 : 4;
    return new HostTensor(
        dtype, new long[] {rows, columns}, ByteBuffer.allocate(rows * columns * width));
  }

  private void set(String name, String value) throws IOException {
    Path file = directory.resolve(PeftConfig.NAME);
    ObjectNode config = JsonFile.read(file);
    config.putRawValue(name, new RawValue(value));
    Files.write(file, JsonFile.bytes(config));
  }

  @Test
  void ofTheTargetsThoseThatTheFileHoldsAreUsed() {
    PeftAdapter adapter = PeftAdapter.read(directory);
    assertThat(adapter.spec()).isEqualTo(new LoraSpec(4, 8, 0.1, List.of("q_proj")));
    assertThat(adapter.tensors()).containsOnlyKeys(A, B);
  }

  @ParameterizedTest
  @CsvSource({
    "llama, first, 7, 42",
    "llama, second-on-merged-first, 7, 42",
    "qwen2, first, 7, 42",
    "qwen2, second-on-merged-first, 7, 42",
    "opt, first, 3, 18",
    "opt, second-on-merged-first, 6, 36"
  })
  void thoseOfPeftAreRead(String model, String name, int targets, int count) {
    PeftAdapter adapter =
        PeftAdapter.read(Golden.folder().resolve("models").resolve(model).resolve("lora/" + name));
    assertThat(adapter.spec().targets()).hasSize(targets);
    assertThat(adapter.spec().rank()).isEqualTo(8);
    assertThat(adapter.spec().alpha()).isEqualTo(4);
    assertThat(adapter.tensors()).hasSize(count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "peft_type | \"IA3\"",
        "bias | \"all\"",
        "bias | \"lora_only\"",
        "lora_bias | true",
        "fan_in_fan_out | true",
        "use_rslora | true",
        "use_dora | true",
        "use_qalora | true",
        "rank_pattern | {\"q_proj\": 2}",
        "alpha_pattern | {\"q_proj\": 2}",
        "modules_to_save | [\"lm_head\"]",
        "layers_to_transform | [0]",
        "layer_replication | [[0, 1]]",
        "trainable_token_indices | [1]",
        "target_parameters | [\"x\"]",
        "init_lora_weights | \"pissa\"",
        "init_lora_weights | \"olora\"",
        "loftq_config | {\"loftq_bits\": 4}",
        "target_modules | \".*_proj\"",
        "target_modules | []",
        "target_modules | null",
        "a_setting_from_the_future | 1",
        "r | 0",
        "r | \"4\"",
        "r | 1e9",
        "lora_alpha | 0",
        "lora_dropout | -0.1",
        "lora_dropout | 1",
        "lora_dropout | \"much\""
      })
  void aConfigurationThatIsNotComputedHereIsRefusedByName(String name, String value)
      throws IOException {
    set(name, value);
    assertThatThrownBy(() -> PeftAdapter.read(directory))
        .hasMessageContaining(PeftConfig.NAME + " " + name);
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() throws IOException {
    set("use_dora", "true");
    set("r", "0");
    set("modules_to_save", "[\"lm_head\"]");
    assertThatThrownBy(() -> PeftAdapter.read(directory))
        .hasMessageContaining("use_dora")
        .hasMessageContaining(" r ")
        .hasMessageContaining("modules_to_save");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "\"gaussian\"", "null"})
  void waysToStartThatLeaveTheBaseAloneAreAccepted(String value) throws IOException {
    set("init_lora_weights", value);
    assertThat(PeftAdapter.read(directory).tensors()).hasSize(2);
  }

  /** GPT-2 stores its projections so; PEFT then writes it. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void fanInFanOutIsAcceptedWhereTheBaseStoresThatWay(String value) throws IOException {
    set("fan_in_fan_out", value);
    assertThat(PeftAdapter.read(directory, true).tensors()).hasSize(2);
  }

  @Test
  void everyWrongTensorIsNamedAtOnceWithTheBase() throws IOException {
    tensors.put(A, tensor("F32", 8, 16));
    tensors.put("base_model.model.lm_head.weight", tensor("F32", 2, 2));
    tensors.put(MODULE.replace("q_proj", "o_proj") + "lora_A.weight", tensor("F32", 4, 16));
    tensors.put(MODULE.replace("q_proj", "v_proj") + "lora_A.weight", tensor("I32", 4, 16));
    HostTensor bad = tensor("F32", 4, 16);
    tensors.put(MODULE.replace("layers.0", "layers.1") + "lora_A.weight", notFinite(bad));
    writeTensors();
    assertThatThrownBy(() -> PeftAdapter.read(directory))
        .hasMessageContaining("base 'some/base'")
        .hasMessageContaining("[8, 16], but r is 4")
        .hasMessageContaining("neither A nor B of a module")
        .hasMessageContaining("not among target_modules")
        .hasMessageContaining("is I32. Convert")
        .hasMessageContaining("NaN or infinity at element 0");
  }

  private static HostTensor notFinite(HostTensor tensor) {
    ByteBuffer data =
        ByteBuffer.allocate((int) tensor.bytes()).putInt(0, 0x0000c07f); // little-endian
    return new HostTensor(tensor.dtype(), tensor.shape(), data);
  }

  @Test
  void anAdapterOfNothingIsRefused() throws IOException {
    tensors.clear();
    writeTensors();
    assertThatThrownBy(() -> PeftAdapter.read(directory)).hasMessageContaining("no tensors");
    Files.delete(directory.resolve(PeftAdapter.WEIGHTS));
    assertThatThrownBy(() -> PeftAdapter.read(directory))
        .hasMessageContaining("RLN-301")
        .hasMessageContaining("safe_serialization");
  }

  @Test
  void everythingThatDoesNotFitTheModelIsNamedAtOnce() {
    PeftAdapter adapter = PeftAdapter.read(directory);
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(A, new long[] {4, 32});
    shapes.put("base_model.model.x.lora_A.weight", new long[] {4, 2});
    assertThatThrownBy(() -> adapter.values(shapes, tensor -> tensor))
        .hasMessageContaining("RLN-309")
        .hasMessageContaining("base 'some/base'")
        .hasMessageContaining("[4, 16], not [4, 32]")
        .hasMessageContaining(
            "x.lora_A.weight must be a LoRA adapter of this model, but is missing")
        .hasMessageContaining("a module that the model does not have");
  }
}
