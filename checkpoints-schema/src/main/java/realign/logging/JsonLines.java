package realign.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Log lines as JSON for collectors: {@code timestamp}, {@code level}, {@code logger}, {@code
 * thread}, {@code run}, {@code scope}, {@code stage} and {@code attempt} where they are known,
 * {@code message}, and {@code exception} with its stack trace where there is one. Logback's own
 * encoder nests what is known of the run and does not put arguments into messages.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  /** Property of the context that all lines share. */
  public static final String RUN = "run";

  private static final List<String> KNOWN = List.of("scope", "stage", "attempt");

  private final ObjectMapper json = new ObjectMapper();
  private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

  @Override
  public void start() {
    traces.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ObjectNode line =
        json.createObjectNode()
            .put("timestamp", event.getInstant().toString())
            .put("level", event.getLevel().toString())
            .put("logger", event.getLoggerName())
            .put("thread", event.getThreadName());
    put(line, RUN, event.getLoggerContextVO().getPropertyMap());
    KNOWN.forEach(name -> put(line, name, event.getMDCPropertyMap()));
    line.put("message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      line.put("exception", traces.convert(event));
    }
    try {
      return (json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are JSON", e);
    }
  }

  private static void put(ObjectNode line, String name, Map<String, String> known) {
    String value = known.get(name);
    if (value != null && !value.isEmpty()) {
      line.put(name, value);
    }
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
