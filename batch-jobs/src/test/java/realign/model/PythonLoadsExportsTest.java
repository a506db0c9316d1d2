package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;
import realign.spec.LoraSpec;

/**
 * What is exported, loaded by transformers and peft. Needs a Python with torch, transformers and
 * peft, named by {@code REALIGN_PYTHON}.
 */
class PythonLoadsExportsTest {
  private static final int[][] ROWS = {{1, 5, 9, 200, 33, 7}, {1, 300, 2, 2, 411, 17, 64, 500}};
  private static final LoraSpec LORA =
      new LoraSpec(4, 6, 0.1, List.of("q_proj", "v_proj", "down_proj"));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"F32", "BF16", "F16"})
  void adapterAndMergedModelGiveOurLogits(String dtype) throws Exception {
    assertExports(base(dtype), LORA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mistral", "qwen2", "qwen3", "gemma2", "gpt2", "opt"})
  void soDoThoseOfEveryFamily(String name) throws Exception {
    assertExports(Golden.folder("models/" + name), new LoraSpec(4, 6, 0, List.of("all-linear")));
  }

  private void assertExports(Path base, LoraSpec lora) throws Exception {
    String python = python();
    Path adapter = folder.resolve("adapter");
    Path merged = folder.resolve("merged");
    try (LanguageModel model = LanguageModel.load(base, ModelOptions.defaults())) {
      model.attachAdapter(lora, 3);
      Models.fillB(model, 5);
      ModelExport.adapter(adapter, lora, model.trainable().snapshot(), base);
      assertSame(model, logits(python, base, adapter.toString()), Golden.LOGITS);

      model.mergeAdapter();
      ModelExport.merged(merged, model, base);
    }
    try (LanguageModel model = LanguageModel.load(merged, ModelOptions.defaults())) {
      assertSame(model, logits(python, merged, "-"), Golden.LOGITS);
    }
  }

  /** The reference model's files in another storage type. */
  private Path base(String dtype) throws IOException {
    Path llama = Golden.folder().resolve("models/llama");
    Path base = folder.resolve("base");
    try (LanguageModel model = LanguageModel.load(llama, ModelOptions.defaults())) {
      ModelExport.merged(base, model, llama);
      var types = new java.util.TreeMap<String, String>();
      model.expectedTensors().shapes().keySet().forEach(name -> types.put(name, dtype));
      ModelDirectories.write(base.resolve("model.safetensors"), model.stored(types));
    }
    return base;
  }

  @Test
  void anAdapterOfPeftComesBackToPeftWithTheSameBits() throws Exception {
    String python = python();
    Path base = Golden.folder().resolve("models/llama");
    Path first = base.resolve("lora/first");
    Path again = folder.resolve("again");
    try (LanguageModel model = LanguageModel.load(base, ModelOptions.defaults())) {
      model.loadAdapter(first);
      LoraSpec spec = PeftAdapter.read(first).spec();
      ModelExport.adapter(again, spec, model.trainable().snapshot(), Path.of("base"));
    }
    assertThat(logits(python, base, again.toString()))
        .isEqualTo(logits(python, base, first.toString()));
    assertThat(Golden.tensors(again.resolve(PeftAdapter.WEIGHTS)))
        .hasSize(42)
        .allSatisfy((name, tensor) -> assertSameBits(tensor, name, first));
  }

  private static void assertSameBits(HostTensor tensor, String name, Path adapter) {
    HostTensor before = Golden.tensors(adapter.resolve(PeftAdapter.WEIGHTS)).get(name);
    assertThat(tensor.data()).isEqualTo(Objects.requireNonNull(before).data());
  }

  private static void assertSame(LanguageModel model, float[] python, double tolerance) {
    int at = 0;
    for (int[] row : ROWS) {
      for (float[] logits : model.logits(row)) {
        float[] theirs = java.util.Arrays.copyOfRange(python, at, at + logits.length);
        assertThat(logits)
            .as("logits from %d", at)
            .containsExactly(theirs, within((float) tolerance));
        at += logits.length;
      }
    }
    assertThat(at).isEqualTo(python.length);
  }

  private static String python() {
    String python = System.getenv("REALIGN_PYTHON");
    assumeTrue(python != null, "REALIGN_PYTHON names no Python with torch, transformers and peft");
    return String.valueOf(python);
  }

  private float[] logits(String python, Path base, String adapter) throws Exception {
    Path script = folder.resolve("logits.py");
    Path ids = folder.resolve("ids.json");
    Path out = folder.resolve("logits.bin");
    Files.deleteIfExists(script);
    try (InputStream text = getClass().getResourceAsStream("python/logits.py")) {
      Files.copy(Objects.requireNonNull(text), script);
    }
    new ObjectMapper().writeValue(ids.toFile(), ROWS);
    ProcessBuilder builder =
        new ProcessBuilder(
            python, script.toString(), base.toString(), adapter, ids.toString(), out.toString());
    builder.environment().put("HF_HUB_OFFLINE", "1");
    builder.environment().put("CUDA_VISIBLE_DEVICES", "");
    Path log = folder.resolve("python.log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
