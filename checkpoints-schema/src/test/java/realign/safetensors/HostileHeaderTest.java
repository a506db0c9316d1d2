package realign.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.testing.Cases;
import realign.testing.Draw;
import realign.testing.Hostile;

/** What a header must not make us do. */
class HostileHeaderTest {

  private static ByteBuffer file(long length, byte[] header, int data) {
    ByteBuffer file = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return file.putLong(length).put(header).position(0);
  }

  private static ByteBuffer file(String header, int data) {
    byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
    return file(bytes.length, bytes, data);
  }

  private static String tensor(String dtype, String shape, String offsets) {
    return "{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
  }

  private static String one(String dtype, String shape, String offsets) {
    return "{\"w\":" + tensor(dtype, shape, offsets) + "}";
  }

  private static String two(String first, String second) {
    return "{\"a\":"
        + tensor("\"F32\"", "[1]", first)
        + ",\"b\":"
        + tensor("\"F32\"", "[1]", second)
        + "}";
  }

  static Stream<Arguments> headers() {
    String f32 = "\"F32\"";
    return Stream.of(
        Arguments.of("overlapping", two("[0,4]", "[0,4]"), 4, "must begin where"),
        Arguments.of("overlapping in part", two("[0,4]", "[2,6]"), 6, "must begin where"),
        Arguments.of("a hole", two("[0,4]", "[8,12]"), 12, "must begin where"),
        Arguments.of("a hole at the start", one(f32, "[1]", "[4,8]"), 8, "must begin where"),
        Arguments.of("data too short", one(f32, "[2]", "[0,8]"), 7, "8 bytes"),
        Arguments.of("data too long", one(f32, "[2]", "[0,8]"), 9, "8 bytes"),
        Arguments.of("no data", one(f32, "[2]", "[0,8]"), 0, "8 bytes"),
        Arguments.of("negative offset", one(f32, "[1]", "[-4,0]"), 4, "from 0 to"),
        Arguments.of("backwards", one(f32, "[1]", "[4,0]"), 4, "must be [begin, end]"),
        Arguments.of("one offset", one(f32, "[1]", "[4]"), 4, "must be [begin, end]"),
        Arguments.of("three offsets", one(f32, "[1]", "[0,4,8]"), 8, "must be [begin, end]"),
        Arguments.of("fractional offset", one(f32, "[1]", "[0,4.0]"), 4, "whole numbers"),
        Arguments.of("text offset", one(f32, "[1]", "[0,\"4\"]"), 4, "whole numbers"),
        Arguments.of("huge offset", one(f32, "[1]", "[0,18446744073709551616]"), 4, "whole"),
        Arguments.of("offsets are no list", one(f32, "[1]", "{}"), 4, "whole numbers"),
        Arguments.of("wrong bytes", one(f32, "[2]", "[0,4]"), 4, "must have the bytes of F32 [2]"),
        Arguments.of("wrong type", one("\"F64\"", "[1]", "[0,4]"), 4, "bytes of F64"),
        Arguments.of("negative dimension", one(f32, "[-1]", "[0,4]"), 4, "from 0 to"),
        Arguments.of("two negative dimensions", one(f32, "[-1,-1]", "[0,4]"), 4, "from 0 to"),
        Arguments.of(
            "product overflows to 4",
            one(f32, "[4294967296,4294967296,1]", "[0,4]"),
            4,
            "must have the bytes"),
        Arguments.of(
            "product overflows to 0", one(f32, "[9223372036854775807,2]", "[0,0]"), 0, "must have"),
        Arguments.of("unknown type", one("\"F8_E4M3\"", "[1]", "[0,1]"), 1, "must be one of F64"),
        Arguments.of("type is a number", one("3", "[1]", "[0,4]"), 4, "must be one of F64"),
        Arguments.of(
            "no shape", "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "dtype, s"),
        Arguments.of(
            "more fields",
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}",
            4,
            "and no more"),
        Arguments.of("tensor is a list", "{\"w\":[]}", 0, "dtype, shape and data_offsets"),
        Arguments.of(
            "the same name twice",
            "{\"w\":" + tensor(f32, "[1]", "[0,4]") + ",\"w\":" + tensor(f32, "[1]", "[4,8]") + "}",
            8,
            "without duplicate names"),
        Arguments.of("no object", "[1,2]", 0, "must be a JSON object"),
        Arguments.of("no JSON", "{\"w\":", 0, "must be JSON"),
        Arguments.of("two documents", "{}{}", 0, "must be JSON"),
        Arguments.of("nested", "[".repeat(5000) + "]".repeat(5000), 0, "must be JSON"),
        Arguments.of("metadata of numbers", "{\"__metadata__\":{\"a\":1}}", 0, "object of strings"),
        Arguments.of("metadata is a list", "{\"__metadata__\":[]}", 0, "object of strings"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void isRefusedWithValueRuleFixAndId(String what, String header, int data, String rule) {
    assertThatThrownBy(() -> SafetensorsHeader.parse("model.safetensors", file(header, data)))
        .as(what)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining(rule)
        .hasMessageContaining("RLN-310");
  }

  static Stream<Long> lengths() {
    return Stream.of(
        -1L, Long.MIN_VALUE, Long.MAX_VALUE, 0L, 1L, 3L, 1L << 32, 100_000_001L, 0x7fff_ffffL);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void aLengthThatTheFileDoesNotHaveIsRefused(long length) {
    assertThatThrownBy(
            () ->
                SafetensorsHeader.parse(
                    "f", file(length, "{}".getBytes(StandardCharsets.UTF_8), 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("header length must be from 2 to 2 bytes");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] header = {'{', '"', (byte) 0xc3, '"', ':', '1', '}'};
    assertThatThrownBy(() -> SafetensorsHeader.parse("f", file(header.length, header, 0)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("must be UTF-8");
  }

  @Test
  void halfAFileIsRefused() {
    ByteBuffer whole = file(two("[0,4]", "[4,8]"), 8);
    assertThat(SafetensorsHeader.parse("f", whole).tensors()).hasSize(2);
    for (int length = 0; length < whole.capacity(); length++) {
      ByteBuffer half = whole.slice(0, length);
      assertThatThrownBy(() -> SafetensorsHeader.parse("f", half))
          .isInstanceOf(ProblemException.class);
    }
  }

  /** Any change of any byte is either refused as a problem or leaves a sound header. */
  @Test
  void damageNeverEscapesAsAnythingButAProblem() {
    Random random = new Random(7);
    byte[] sound = file(two("[0,4]", "[4,8]"), 8).array();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = sound.clone();
      for (int change = 0; change <= i % 3; change++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        Map<String, HostTensor> tensors = Safetensors.read(ByteBuffer.wrap(damaged));
        tensors.values().forEach(tensor -> assertThat(tensor.data().remaining()).isLessThan(9));
      } catch (ProblemException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  /** The same for changes of the header's meaning: numbers, types, nesting, names. */
  @Cases(30)
  void hostileHeadersNeverEscapeAsAnythingButAProblem(Draw draw) {
    byte[] sound = two("[0,4]", "[4,8]").getBytes(StandardCharsets.UTF_8);
    Hostile hostile = new Hostile(draw);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 100; i++) {
            byte[] header = hostile.change(sound, sound);
            try {
              Safetensors.read(file(header.length, header, 8));
            } catch (ProblemException e) {
              assertThat(e).hasMessageContaining("RLN-310");
            }
          }
        });
  }
}
