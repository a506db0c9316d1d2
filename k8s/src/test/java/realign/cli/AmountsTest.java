package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers for people. */
class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "-1,0s",
    "0,0s",
    "59,59s",
    "60,1m",
    "61,1m01s",
    "599,9m59s",
    "600,10m",
    "1081,18m",
    "3599,59m",
    "3600,1h00m",
    "11100,3h05m",
    "86400,1d00h",
    "187200,2d04h"
  })
  void durations(long seconds, String text) {
    assertThat(Amounts.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1.0 KiB",
    "1536,1.5 KiB",
    "104857600,100 MiB",
    "26953662464,25.1 GiB"
  })
  void bytes(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }
}
