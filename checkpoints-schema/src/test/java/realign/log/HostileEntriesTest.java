package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.testing.Cases;
import realign.testing.Draw;
import realign.testing.Hostile;

/** Whatever lies where an entry should: it is one, or it is refused with value, rule and fix. */
class HostileEntriesTest {
  private static final String KEY = "runs/r/s/log/0000000001.json";
  private static final Duration LONG = Duration.ofSeconds(20);

  private final EntryCodec codec = new EntryCodec();
  private final List<byte[]> valid = EntryCodecTest.entries().map(codec::write).toList();

  @Cases(60)
  void isReadOrRefused(Draw draw) {
    Hostile hostile = new Hostile(draw);
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (int i = 0; i < 100; i++) {
            readOrRefused(hostile.change(any(draw), any(draw)));
          }
        });
  }

  private byte[] any(Draw draw) {
    return valid.get(draw.below(valid.size()));
  }

  private void readOrRefused(byte[] bytes) {
    LogEntry entry;
    try {
      entry = codec.read(KEY, 1, bytes);
    } catch (DamagedLogException e) {
      assertThat(e).hasMessageContaining(KEY).hasMessageContaining("RLN-412");
      assertThat(e.toString()).hasSizeLessThan(2000);
      return;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(shown(bytes), e);
    }
    byte[] written = codec.write(entry);
    assertThat(codec.read(KEY, 1, written)).isEqualTo(entry);
  }

  private static String shown(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.length() < 3000 ? text : text.substring(0, 3000) + "...";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"previous\":0|\"previous\":1|previous 1: must be before 1",
        "\"ordinal\":2|\"ordinal\":1|only claim 1 has none before",
        "\"kept\":[0,1]|\"kept\":[0,0,1]|kept 0 after 0",
        "\"kept\":[0,1]|\"kept\":[0,1,1]|kept 1: must be before 1",
        "\"base\":null|\"base\":1|base 1: must be before 1",
        "\"bootId\":\"boot-a\"|\"bootId\":null|problem",
        "\"F32 [1, 3]\"|null|problem",
        "\"claim\":0|\"claim\":\"0\"|not in canonical form",
        "\"stage\":\"align\"|\"stage\":5|not in canonical form",
        "{\"claim\"|{ \"claim\"|not in canonical form",
        "2026-01-02T03:04:05.678Z|9999999999999-01-02T03:04:05.678Z|time",
        "\"2026-01-02T03:04:05.678Z\"|9223372036854775807|time",
        "\"2026-01-02T03:04:05.678Z\"|1e1000000000|decimal"
      })
  void namesTheFault(String part, String instead, String fault) {
    byte[] damaged =
        valid.stream()
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .filter(text -> text.contains(part))
            .findFirst()
            .orElseThrow()
            .replace(part, instead)
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> codec.read(KEY, 1, damaged))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(fault);
  }
}
