package realign.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.safetensors.HostTensor;

/** Files of every family, as transformers saves them, and as it also reads them. */
class WeightFilesGoldenTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "llama, model.",
    "mistral, model.",
    "qwen2, model.",
    "qwen3, model.",
    "gemma2, model.",
    "opt, model.",
    "judge, model.",
    "gpt2, transformer."
  })
  void tensorsAreReadWithAndWithoutTheFirstWord(String name, String prefix) throws IOException {
    Path directory = Golden.folder().resolve("models").resolve(name);
    Map<String, HostTensor> saved = Golden.tensors(directory.resolve("model.safetensors"));
    Map<String, Shape> shapes = new TreeMap<>();
    Map<String, HostTensor> bare = new TreeMap<>();
    saved.forEach(
        (whole, tensor) -> {
          shapes.put(whole, new Shape(tensor.shape()));
          bare.put(whole.replaceFirst("^" + prefix, ""), tensor);
        });
    ModelDirectories.write(folder.resolve("model.safetensors"), bare);
    ExpectedTensors expected = ExpectedTensors.of(shapes);
    assertThat(ModelDirectory.tensors(directory, expected).keySet()).isEqualTo(saved.keySet());
    assertThat(ModelDirectory.tensors(folder, expected))
        .hasSize(saved.size())
        .allSatisfy(
            (whole, tensor) -> {
              HostTensor same = saved.get(whole);
              assertThat(same).isNotNull();
              assertThat(tensor.data().mismatch(java.util.Objects.requireNonNull(same).data()))
                  .isEqualTo(-1);
            });
  }
}
