package realign.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.spec.ProblemException;
import realign.testing.Cases;
import realign.testing.Draw;

class SafetensorsTest {

  private static HostTensor floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return new HostTensor("F32", new long[] {values.length}, bytes.flip());
  }

  private static byte[] bytes(TensorPayload payload) {
    try (InputStream in = payload.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostTensor get(Map<String, HostTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    TensorPayload payload =
        Safetensors.write(
            Map.of("b", floats(1, 2, 3), "a", floats(-0.0f), "none", floats()),
            Map.of("format", "pt"));
    byte[] file = bytes(payload);
    assertThat(file).hasSize((int) payload.size());
    assertThat(bytes(payload)).isEqualTo(file);
    Map<String, HostTensor> tensors = Safetensors.read(ByteBuffer.wrap(file));
    assertThat(tensors.keySet()).containsExactly("a", "b", "none");
    assertThat(get(tensors, "b").data().getFloat(8)).isEqualTo(3);
    assertThat(get(tensors, "b").elements()).isEqualTo(3);
    assertThat(get(tensors, "none").shape()).containsExactly(0);
    assertThat(Safetensors.metadata(ByteBuffer.wrap(file))).isEqualTo(Map.of("format", "pt"));
    assertThat(payload.tensors())
        .isEqualTo(Map.of("a", "F32 [1]", "b", "F32 [3]", "none", "F32 [0]"));
  }

  @Test
  void theFormIsTheOneOfTheSpecification() {
    byte[] file = bytes(Safetensors.write(Map.of("w", floats(1, 2)), Map.of()));
    String header = "{\"w\":{\"data_offsets\":[0,8],\"dtype\":\"F32\",\"shape\":[2]}}";
    ByteBuffer expected = ByteBuffer.allocate(64 + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(56).put(header.getBytes(StandardCharsets.UTF_8));
    while (expected.position() < 64) {
      expected.put((byte) ' ');
    }
    expected.putFloat(1).putFloat(2);
    assertThat(file).isEqualTo(expected.array());
  }

  @Test
  void tensorByTensorTheFileIsTheSame(@TempDir Path folder) throws IOException {
    Map<String, HostTensor> tensors = Map.of("b", floats(1, 2, 3), "a", floats(4), "c", floats());
    Map<String, TensorType> types = new TreeMap<>();
    tensors.forEach((name, tensor) -> types.put(name, tensor.type()));
    Map<String, String> metadata = Map.of("format", "pt");
    Path file = folder.resolve("f");
    Safetensors.write(file, types, metadata, name -> get(tensors, name));
    assertThat(file).hasSize(Safetensors.size(types, metadata));
    assertThat(file).hasBinaryContent(bytes(Safetensors.write(tensors, metadata)));
  }

  @Test
  void aTensorThatIsNotOfItsTypeIsNotWritten(@TempDir Path folder) {
    Map<String, TensorType> types = Map.of("a", TensorType.of("F32", 1, 1));
    assertThatThrownBy(
            () -> Safetensors.write(folder.resolve("f"), types, Map.of(), name -> floats(1)))
        .hasMessage("a must be F32 [1, 1], but is F32 [1]");
    assertThatThrownBy(() -> TensorType.of("F99", 1).bytes()).hasMessageContaining("F99 [1]");
    assertThatThrownBy(() -> TensorType.of("F32", -1).bytes()).hasMessageContaining("F32 [-1]");
  }

  @Cases(50)
  void dataBeginsAtAMultipleOf64(Draw draw) {
    Set<String> names =
        IntStream.range(0, draw.between(0, 20))
            .mapToObj(i -> anyText(draw))
            .collect(Collectors.toSet());
    Map<String, HostTensor> tensors = new TreeMap<>();
    names.forEach(name -> tensors.put("t" + sound(name), floats(name.length())));
    ByteBuffer file = ByteBuffer.wrap(bytes(Safetensors.write(tensors, Map.of())));
    SafetensorsHeader header = SafetensorsHeader.parse("f", file);
    assertThat(header.dataStart() % 64).isZero();
    assertThat(header.tensors().keySet()).isEqualTo(tensors.keySet());
  }

  /** Half of it ASCII, for the sake of quotes and control characters; the rest any UTF-16 unit. */
  private static String anyText(Draw draw) {
    StringBuilder text = new StringBuilder();
    int length = draw.between(0, 255);
    for (int i = 0; i < length; i++) {
      text.append((char) draw.between(0, draw.between(0, 1) == 0 ? 0x7F : 0xFFFF));
    }
    return text.toString();
  }

  /** Half of a surrogate pair is no text, so it can be no name. */
  private static String sound(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Cases(50)
  void anyBytesOfAnyShapeSurvive(Draw draw) {
    int rows = draw.between(0, 5);
    int columns = draw.between(0, 5);
    ByteBuffer data = ByteBuffer.allocate(2 * rows * columns);
    java.util.Arrays.fill(data.array(), (byte) draw.between(Byte.MIN_VALUE, Byte.MAX_VALUE));
    HostTensor tensor = new HostTensor("BF16", new long[] {rows, columns}, data);
    ByteBuffer file = ByteBuffer.wrap(bytes(Safetensors.write(Map.of("w", tensor), Map.of())));
    HostTensor back = get(Safetensors.read(file), "w");
    assertThat(back.data()).isEqualTo(tensor.data());
    assertThat(back).hasToString("BF16 [" + rows + ", " + columns + "]");
  }

  @ParameterizedTest
  @EnumSource
  void everyElementTypeHasItsBytes(ElementType type) {
    ByteBuffer data = ByteBuffer.allocate(6 * type.bytes());
    HostTensor tensor = new HostTensor(type.name(), new long[] {2, 3}, data);
    assertThat(tensor.elements()).isEqualTo(6);
    assertThatThrownBy(() -> new HostTensor(type.name(), new long[] {2, 4}, data))
        .hasMessageContaining("must be the bytes of " + type + " [2, 4]");
    assertThatThrownBy(() -> new HostTensor("X", new long[] {2, 3}, data))
        .hasMessageContaining("must be one of F64");
  }

  @Test
  void aScalarHasNoDimensions() {
    HostTensor scalar = new HostTensor("F32", new long[] {}, floats(5).data());
    ByteBuffer file = ByteBuffer.wrap(bytes(Safetensors.write(Map.of("s", scalar), Map.of())));
    assertThat(get(Safetensors.read(file), "s").data().getFloat(0)).isEqualTo(5);
  }

  @Test
  void nothingIsCopied() {
    ByteBuffer data = ByteBuffer.allocate(4);
    TensorPayload payload =
        Safetensors.write(Map.of("w", new HostTensor("F32", new long[] {1}, data)), Map.of());
    data.put(3, (byte) 0x40);
    byte[] file = bytes(payload);
    assertThat(file[file.length - 1]).isEqualTo((byte) 0x40);
    HostTensor view = get(Safetensors.read(ByteBuffer.wrap(file)), "w");
    file[file.length - 1] = 0x41;
    assertThat(view.data().get(3)).isEqualTo((byte) 0x41);
    assertThat(view.data().isReadOnly()).isTrue();
  }

  @Test
  void aFileIsMapped(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.write(
        file, bytes(Safetensors.write(Map.of("w", floats(1, 2), "v", floats(3)), Map.of())));
    Map<String, HostTensor> tensors = Safetensors.map(file);
    assertThat(get(tensors, "w").data().isDirect()).isTrue();
    assertThat(get(tensors, "w").data().getFloat(4)).isEqualTo(2);
    assertThat(get(tensors, "v").data().getFloat(0)).isEqualTo(3);
    assertThat(Safetensors.header(file).tensors().keySet()).containsExactly("v", "w");
  }

  @Test
  void aFileBeyond2GiBIsMappedTensorByTensor(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.safetensors");
    long first = 1_900_000_000L;
    long second = 400_000_000L;
    sparse(file, header(first, second), first + second);
    Map<String, HostTensor> tensors = Safetensors.map(file);
    assertThat(get(tensors, "a").bytes()).isEqualTo(first);
    assertThat(get(tensors, "b").data().get((int) second - 1)).isEqualTo((byte) 7);
  }

  @Test
  void aTensorBeyond2GiBIsMappedInParts(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("large.safetensors");
    sparse(file, header(1, 3_000_000_000L), 3_000_000_001L);
    HostTensor large = get(Safetensors.map(file), "b");
    assertThat(large.bytes()).isEqualTo(3_000_000_000L);
    assertThat(large.parts())
        .extracting(HostTensor::bytes)
        .containsExactly(2_147_483_647L, 852_516_353L);
    assertThat(large.value(2_999_999_999L)).isEqualTo(7);
    assertThatThrownBy(large::data).hasMessageContaining("lies in 2 buffers");
  }

  @Test
  void partsAreWholeRowsAndHoldWhatTheTensorDoes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.safetensors");
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, Float.NaN};
    HostTensor whole = new HostTensor("F32", new long[] {5, 2}, floats(values).data());
    Files.write(file, bytes(Safetensors.write(Map.of("a", floats(), "w", whole), Map.of())));
    Map<String, HostTensor> tensors = Safetensors.map(file, 20);
    HostTensor cut = get(tensors, "w");
    assertThat(cut.parts()).hasToString("[F32 [2, 2], F32 [2, 2], F32 [1, 2]]");
    assertThat(cut.parts().get(1).data().getFloat(4)).isEqualTo(6);
    assertThat(cut).hasToString(whole.toString());
    assertThat(cut.elements()).isEqualTo(10);
    assertThat(cut.firstNotFinite()).hasValue(9);
    assertThat(get(tensors, "a").bytes()).isZero();
    assertThat(TensorDifference.of(whole, cut).changed()).isZero();
    assertThat(bytes(Safetensors.write(tensors, Map.of()))).isEqualTo(Files.readAllBytes(file));
    Path again = folder.resolve("again.safetensors");
    Safetensors.write(
        again,
        Map.of("a", get(tensors, "a").type(), "w", cut.type()),
        Map.of(),
        name -> get(tensors, name));
    assertThat(Files.mismatch(file, again)).isEqualTo(-1);
  }

  @Test
  void bitsAreComparedWhereverBuffersEnd(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.safetensors");
    Files.write(file, bytes(Safetensors.write(Map.of("w", floats(1, 2, 3, 4, 5)), Map.of())));
    HostTensor twos = get(Safetensors.map(file, 8), "w");
    HostTensor threes = get(Safetensors.map(file, 12), "w");
    assertThat(twos.sameBits(threes)).isTrue();
    assertThat(twos.sameBits(floats(1, 2, 3, 4, 6))).isFalse();
    assertThat(twos.sameBits(floats(1, 2, 3, 4))).isFalse();
  }

  @Test
  void aRowIsNotCut(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows.safetensors");
    HostTensor row = new HostTensor("F32", new long[] {1, 4}, floats(1, 2, 3, 4).data());
    Files.write(file, bytes(Safetensors.write(Map.of("w", row), Map.of())));
    assertThatThrownBy(() -> Safetensors.map(file, 15))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("16 bytes a row")
        .hasMessageContaining("must have at most 15 bytes a row");
    List<ByteBuffer> cut = List.of(ByteBuffer.allocate(4), ByteBuffer.allocate(12));
    assertThatThrownBy(() -> new HostTensor("F32", new long[] {2, 2}, cut))
        .hasMessageContaining("must be whole rows of 8");
  }

  private static String header(long first, long second) {
    return "{\"a\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]},"
            .formatted(first, first)
        + "\"b\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}}"
            .formatted(second, first, first + second);
  }

  /** A file with a hole: it takes no space. */
  private static void sparse(Path file, String header, long data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(json.length).put(json).flip();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      long end = start.remaining() + data;
      channel.write(start);
      channel.write(ByteBuffer.wrap(new byte[] {7}), end - 1);
    }
  }

  @Test
  void aFileThatCannotBeReadIsToldWithAFix(@TempDir Path folder) {
    assertThatThrownBy(() -> Safetensors.header(folder.resolve("absent")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("absent")
        .hasMessageContaining("must be a readable file");
  }

  @Test
  void aFileThatTheReferenceImplementationWroteIsRead() throws IOException {
    String shared = System.getenv("REALIGN_SHARED");
    assumeTrue(shared != null, "REALIGN_SHARED is not set: no reference files");
    Path golden = Path.of(Objects.requireNonNull(shared)).resolve("reference");
    try (var files = Files.walk(golden)) {
      Path file =
          files
              .filter(path -> path.toString().endsWith(".safetensors"))
              .sorted()
              .findFirst()
              .orElse(null);
      assumeTrue(file != null, golden + " holds no safetensors file");
      Map<String, HostTensor> tensors = Safetensors.map(Objects.requireNonNull(file));
      assertThat(tensors).isNotEmpty();
      byte[] bytes = Files.readAllBytes(file);
      assertThat(Safetensors.read(ByteBuffer.wrap(bytes)).keySet()).isEqualTo(tensors.keySet());
    }
  }
}
