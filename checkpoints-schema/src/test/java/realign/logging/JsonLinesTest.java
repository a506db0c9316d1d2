package realign.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void aLineHasWhatIsKnownOfTheRun() throws IOException {
    context.putProperty(JsonLines.RUN, "nightly");
    String line = line(Map.of("scope", "cell-000", "attempt", "2"), null);
    assertThat(line).endsWith("}\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.path("run").asText()).isEqualTo("nightly");
    assertThat(json.path("scope").asText()).isEqualTo("cell-000");
    assertThat(json.path("attempt").asText()).isEqualTo("2");
    assertThat(json.has("stage")).isFalse();
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("message").asText()).isEqualTo("two\nlines \"quoted\"");
    assertThat(json.path("timestamp").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
    assertThat(json.has("exception")).isFalse();
  }

  @Test
  void aFailureIsInTheSameLineWithItsTrace() throws IOException {
    String line = line(Map.of(), new IllegalStateException("outer", new IOException("inner")));
    assertThat(line.lines()).hasSize(1);
    assertThat(new ObjectMapper().readTree(line).path("exception").asText())
        .contains("IllegalStateException: outer", "Caused by: java.io.IOException: inner")
        .contains("at realign.logging.JsonLinesTest");
  }

  private String line(Map<String, String> known, @Nullable Throwable failure) {
    JsonLines encoder = new JsonLines();
    encoder.setContext(context);
    encoder.start();
    return new String(encoder.encode(event(known, failure)), StandardCharsets.UTF_8);
  }

  private ILoggingEvent event(Map<String, String> known, @Nullable Throwable failure) {
    Logger logger = context.getLogger("test");
    LoggingEvent event =
        new LoggingEvent(
            "test", logger, Level.WARN, "two\nlines {}", failure, new Object[] {"\"quoted\""});
    event.setMDCPropertyMap(known);
    event.setInstant(java.time.Instant.parse("2026-01-02T03:04:05.678Z"));
    return event;
  }
}
