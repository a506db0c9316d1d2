package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EntryCodecTest {
  private static final String SHA = "ab".repeat(32);
  private static final String KEY = "runs/r/s/log/0000000001.json";

  private final EntryCodec codec = new EntryCodec();

  private static LogEntry.Stamp stamp() {
    return new LogEntry.Stamp(1, "nonce", Instant.parse("2026-01-02T03:04:05.678Z"), SHA);
  }

  private static Contents contents() {
    BlobRef blob = new BlobRef(SHA, 12, 0, true, Map.of("w", "F32 [1, 3]"));
    return new Contents(
        Map.of("weights", blob),
        Map.of("adapter", blob),
        Map.of("steps", List.of(new RecordPart(blob, 2, 1))));
  }

  static Stream<LogEntry> entries() {
    Provenance provenance = new Provenance(SHA, "0.1.0", Map.of("djl", "1"), "cpu", "AVX2", 2);
    return Stream.of(
        new LogEntry.Claim(stamp(), null, 1, 0L, Logs.pod("a", "job", 3)),
        new LogEntry.Claim(stamp(), 0L, 2, null, Logs.elsewhere("a")),
        new LogEntry.Commit(
            stamp(),
            0,
            null,
            4,
            "align",
            9,
            true,
            List.of("align"),
            contents(),
            List.of(0L, 1L),
            List.of(0L),
            List.of(),
            new Origin("nightly-0", "align-001", 12),
            provenance),
        new LogEntry.Done(stamp(), 0, 0, "key", Map.of("records", SHA), contents()),
        new LogEntry.Release(stamp(), 0, null),
        new LogEntry.Maintenance(
            stamp(),
            null,
            LogEntry.Maintenance.Action.PURGE,
            List.of(0L),
            List.of("restricted/0/" + SHA),
            "as the owner asked"),
        new LogEntry.Maintenance(
            stamp(), 0L, LogEntry.Maintenance.Action.ABANDON, List.of(), List.of(), "wrong data"));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void whatIsWrittenIsReadBack(LogEntry entry) {
    byte[] bytes = codec.write(entry);
    assertThat(codec.read(KEY, 1, bytes)).isEqualTo(entry);
    assertThat(codec.write(codec.read(KEY, 1, bytes))).isEqualTo(bytes);
  }

  @Test
  void theFormIsCanonical() {
    String text =
        new String(codec.write(new LogEntry.Release(stamp(), 0, null)), StandardCharsets.UTF_8);
    assertThat(text)
        .isEqualTo(
            "{\"claim\":0,\"commit\":null,\"format\":1,\"kind\":\"release\",\"stamp\":{\"n\":1,"
                + "\"nonce\":\"nonce\",\"parent\":\""
                + SHA
                + "\",\"time\":\"2026-01-02T03:04:05.678Z\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "release|claims",
        "release|commit",
        "\"format\":1|\"format\":2",
        "\"format\":1|\"format\":\"1\"",
        "\"claim\":0|\"claim\":null",
        "\"claim\":0|\"claim\":0.5",
        "\"claim\":0,|''",
        "\"claim\":0|\"claim\":0,\"more\":1",
        "\"claim\":0|\"claim\":0,\"claim\":0",
        "\"n\":1|\"n\":2",
        "\"n\":1|\"n\":-1",
        "\"nonce\":\"nonce\"|\"nonce\":null",
        "2026-01-02|2026-13-02",
        "{\"claim\"|[\"claim\"",
        "\"}}|\"}",
        "\"}}|\"}} {}"
      })
  void whatThisVersionDidNotWriteIsNotUnderstood(String part, String instead) {
    String text =
        new String(codec.write(new LogEntry.Release(stamp(), 0, null)), StandardCharsets.UTF_8);
    String damaged = text.replace(part, instead);
    assertThat(damaged).isNotEqualTo(text);
    assertThatThrownBy(() -> codec.read(KEY, 1, damaged.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(KEY)
        .hasMessageContaining("RLN-412");
  }

  @Test
  void halfAnEntryIsNone() {
    byte[] bytes = codec.write(new LogEntry.Release(stamp(), 0, null));
    for (int length = 0; length < bytes.length; length++) {
      byte[] half = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> codec.read(KEY, 1, half)).isInstanceOf(DamagedLogException.class);
    }
  }
}
