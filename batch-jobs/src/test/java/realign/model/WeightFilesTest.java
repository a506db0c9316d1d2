package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.safetensors.HostTensor;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

/** Shards and their index: what fits together, and what is refused. */
class WeightFilesTest {
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";
  private static final ExpectedTensors EXPECTED =
      ExpectedTensors.of(
          Map.of(
              "model.a.weight", new Shape(4),
              "model.b.weight", new Shape(4),
              "model.c.weight", new Shape(4)));

  @TempDir private Path directory;
  private final Map<String, Map<String, HostTensor>> shards = new TreeMap<>();

  @BeforeEach
  void writeShards() throws IOException {
    shards.put(FIRST, new TreeMap<>(Map.of("model.a.weight", tensor("F32"))));
    shards.put(
        SECOND,
        new TreeMap<>(Map.of("model.b.weight", tensor("F32"), "model.c.weight", tensor("F32"))));
    ModelDirectories.writeShards(directory, shards);
  }

  private static HostTensor tensor(String dtype) {
    int bytes = dtype.equals("F32") ? 16 : 8;
    return new HostTensor(dtype, new long[] {4}, ByteBuffer.allocate(bytes));
  }

  private Map<String, HostTensor> read() {
    return ModelDirectory.tensors(directory, EXPECTED);
  }

  private void rewrite(String shard, Map<String, HostTensor> tensors) throws IOException {
    ModelDirectories.write(directory.resolve(shard), tensors);
  }

  private void changeIndex(Consumer<ObjectNode> change) throws IOException {
    Path index = directory.resolve(ShardIndex.NAME);
    ObjectNode json = JsonFile.read(index);
    change.accept(json);
    Files.write(index, JsonFile.bytes(json));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String id, int problems) {
    return assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
              assertThat(e.problems()).hasSize(problems);
            })
        .hasMessageContaining(id);
  }

  @Test
  void whatFitsTogetherIsRead() {
    assertThat(read()).containsOnlyKeys("model.a.weight", "model.b.weight", "model.c.weight");
    assertThat(read().get("model.a.weight"))
        .satisfies(tensor -> assertThat(tensor.data().isDirect()).isTrue());
  }

  @Test
  void everyMissingShardIsNamed() throws IOException {
    Files.delete(directory.resolve(FIRST));
    Files.delete(directory.resolve(SECOND));
    assertRefused("RLN-306", 2)
        .hasMessageContaining(FIRST + " (missing)")
        .hasMessageContaining(SECOND + " (missing)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../other.safetensors",
        "/etc/passwd",
        "/tmp/a.safetensors",
        "a/b.safetensors",
        "..\\b.safetensors",
        "..safetensors",
        ".hidden.safetensors",
        "a\u0000.safetensors",
        "",
        "model.bin"
      })
  void anIndexThatLeadsOutOfTheDirectoryIsRefused(String file) throws IOException {
    changeIndex(index -> ((ObjectNode) index.get("weight_map")).put("model.a.weight", file));
    assertRefused("RLN-306", 1).hasMessageContaining("model.a.weight");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "{\"weight_map\": []}", "{\"weight_map\": {}}", "{"})
  void anIndexOfAnotherFormIsRefused(String text) throws IOException {
    Files.writeString(directory.resolve(ShardIndex.NAME), text);
    assertRefused("RLN-30", 1).hasMessageContaining(ShardIndex.NAME);
  }

  /** So the hub's cache is built. */
  @Test
  void aShardMayBeALinkToAnywhere(@TempDir Path elsewhere) throws IOException {
    Path blob = elsewhere.resolve("blob");
    Files.move(directory.resolve(SECOND), blob);
    Files.createSymbolicLink(directory.resolve(SECOND), blob);
    assertThat(read()).hasSize(3);
    Files.delete(blob);
    assertRefused("RLN-306", 1).hasMessageContaining(SECOND + " (missing)");
  }

  @Test
  void aShardOfAnotherModelIsNamedWithAllThatShowsIt() throws IOException {
    rewrite(SECOND, Map.of("model.a.weight", tensor("F32"), "model.d.weight", tensor("F32")));
    String rule = " must hold what the index of its model says, but is ";
    assertRefused("RLN-321", 4)
        .hasMessageContaining(SECOND + " model.b.weight" + rule + "missing")
        .hasMessageContaining(SECOND + " model.c.weight" + rule + "missing")
        .hasMessageContaining(SECOND + " model.a.weight" + rule + "not in the index")
        .hasMessageContaining(SECOND + " model.d.weight" + rule + "not in the index");
  }

  @ParameterizedTest
  @CsvSource({"47", "32", "0", "-1", "65", "9007199254740993"})
  void aTotalSizeThatIsNotThatOfTheShardsIsRefused(long size) throws IOException {
    changeIndex(index -> ((ObjectNode) index.get("metadata")).put("total_size", size));
    assertRefused("RLN-321", 1).hasMessageContaining(size + ", but the shards hold 48 bytes");
  }

  /** Heads that are tied, and tables that are not stored, are counted by some programs. */
  @Test
  void aTotalSizeMayCountATensorTwiceOrBeAbsent() throws IOException {
    changeIndex(index -> ((ObjectNode) index.get("metadata")).put("total_size", 64));
    assertThat(read()).hasSize(3);
    changeIndex(index -> index.remove("metadata"));
    assertThat(read()).hasSize(3);
  }

  @Test
  void aShardInAnotherPrecisionShowsInTheTotalSize() throws IOException {
    rewrite(SECOND, Map.of("model.b.weight", tensor("F16"), "model.c.weight", tensor("F16")));
    changeIndex(index -> ((ObjectNode) index.get("metadata")).put("total_size", 49));
    assertRefused("RLN-321", 1).hasMessageContaining("total_size");
  }

  @Test
  void tablesThatAreComputedHereNeedNotBeInTheIndex() throws IOException {
    Map<String, HostTensor> second = new TreeMap<>(new HashMap<>(shards.get(SECOND)));
    second.put("model.layers.0.self_attn.rotary_emb.inv_freq", tensor("F32"));
    rewrite(SECOND, second);
    changeIndex(index -> ((ObjectNode) index.get("metadata")).put("total_size", 64));
    assertThat(read()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"F32, 7f800000", "F32, ffc00000", "F16, 7c007c00", "BF16, ff80ff80"})
  void everyTensorThatIsNotFiniteIsNamed(String dtype, String bits) throws IOException {
    for (String name : List.of("model.b.weight", "model.c.weight")) {
      int bytes = dtype.equals("F32") ? 16 : 8;
      ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      data.putInt(4, Integer.parseUnsignedInt(bits, 16));
      shards
          .getOrDefault(SECOND, new TreeMap<>())
          .put(name, new HostTensor(dtype, new long[] {4}, data));
    }
    ModelDirectories.writeShards(directory, shards);
    int element = dtype.equals("F32") ? 1 : 2;
    assertRefused("RLN-322", 2)
        .hasMessageContaining("model.b.weight")
        .hasMessageContaining("model.c.weight")
        .hasMessageContaining("NaN or infinity at element " + element);
  }
}
