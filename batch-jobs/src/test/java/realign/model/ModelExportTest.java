package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.safetensors.Safetensors;
import realign.spec.ProblemException;

class ModelExportTest {
  private static final TokenBatch BATCH = Models.batch(1, 9, 5);

  @TempDir private Path folder;
  private Path base;

  @BeforeEach
  void base() throws IOException {
    base = Files.createDirectory(folder.resolve("base"));
    ModelDirectories.writeConfig(base, config -> {});
    ModelDirectories.writeTokenizer(base, 37);
  }

  @Test
  void anAdapterComesBackAsItWas() {
    Path directory = folder.resolve("out/adapter");
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0.25, "q_proj", "down_proj"), 3);
      Models.fillB(model, 5);
      double loss = model.loss(BATCH);
      ModelExport.adapter(
          directory,
          Models.lora(0.25, "q_proj", "down_proj"),
          model.trainable().snapshot(),
          Path.of("base"));

      model.loadAdapter(directory);
      assertThat(model.loss(BATCH)).isEqualTo(loss);
      assertThat(model.trainable().names())
          .hasSize(8)
          .contains("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight");
      assertThat(PeftAdapter.read(directory).spec())
          .isEqualTo(Models.lora(0.25, "down_proj", "q_proj"));
    }
  }

  @Test
  void adaptersWithOtherArithmeticOrOfOtherModelsAreRefused() throws IOException {
    Path directory = folder.resolve("adapter");
    try (LanguageModel model = Models.tiny()) {
      model.attachAdapter(Models.lora(0, "q_proj"), 3);
      var tensors = new TreeMap<>(model.trainable().snapshot());
      tensors.remove(tensors.firstKey());
      ModelExport.adapter(directory, Models.lora(0, "q_proj"), tensors, Path.of("base"));
      assertThatThrownBy(() -> model.loadAdapter(directory))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("RLN-309");
      assertThat(model.trainable().names()).isEmpty();

      Path file = directory.resolve("adapter_config.json");
      for (String name : new String[] {"use_dora", "use_rslora", "fan_in_fan_out"}) {
        ObjectNode config = JsonFile.read(file);
        Files.write(file, JsonFile.bytes(config.put(name, true)));
        assertThatThrownBy(() -> model.loadAdapter(directory)).hasMessageContaining(name);
      }
    }
  }

  @Test
  void aMergedModelKeepsTheTypesOfItsBaseAndComesBack() throws IOException {
    ModelDirectories.write(base.resolve("model.safetensors"), ModelDirectories.tensors("BF16"));
    assertThat(base.resolve("tokenizer.json").toFile().setReadOnly()).isTrue();
    Path directory = folder.resolve("merged");
    double loss;
    try (LanguageModel model = LanguageModel.load(base, ModelOptions.defaults())) {
      model.attachAdapter(Models.lora(0, "q_proj"), 3);
      assertThatThrownBy(() -> ModelExport.merged(directory, model, base))
          .hasMessageContaining("merge the adapter first");
      model.mergeAdapter();
      loss = model.loss(BATCH);
      ModelExport.merged(directory, model, base);
      assertThatThrownBy(() -> ModelExport.merged(directory, model, base))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("not empty");
    }
    assertThat(Safetensors.map(directory.resolve("model.safetensors")).values())
        .allSatisfy(tensor -> assertThat(tensor.dtype()).isEqualTo("BF16"));
    assertThat(directory.resolve("tokenizer.json"))
        .hasSameBinaryContentAs(base.resolve("tokenizer.json"));
    assertThat(Files.getPosixFilePermissions(directory.resolve("tokenizer.json")))
        .contains(PosixFilePermission.OWNER_WRITE);
    try (LanguageModel back = LanguageModel.load(directory, ModelOptions.defaults())) {
      assertThat(back.loss(BATCH)).isEqualTo(loss);
    }
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsAProblem() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () ->
                ModelExport.adapter(
                    file.resolve("adapter"),
                    Models.lora(0, "q_proj"),
                    new TreeMap<>(),
                    Path.of("base")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("RLN-313");
  }
}
