package realign.logging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program says to a person, as lines of JSON for a collector, in the form of {@link
 * JsonLines}; a line that is a JSON object already passes as it is. Not for a terminal: half a line
 * waits for its end.
 */
public final class JsonTalk extends OutputStream {
  private static final String LOGGER = "realign.talk";

  private final OutputStream out;
  private final @Nullable String run;
  private final Clock clock;
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private JsonTalk(OutputStream out, @Nullable String run, Clock clock) {
    this.out = out;
    this.run = run;
    this.clock = clock;
  }

  /** Whether an environment asks for JSON in place of text: {@code REALIGN_LOG=json}. */
  public static boolean isWanted(Map<String, String> environment) {
    return "json".equals(environment.get("REALIGN_LOG"));
  }

  /**
   * A stream of text whose lines come out as JSON.
   *
   * @param run id of the run that all lines belong to, or null
   */
  public static PrintStream over(OutputStream out, @Nullable String run, Clock clock) {
    return new PrintStream(new JsonTalk(out, run, clock), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int next) throws IOException {
    if (next == '\n') {
      end();
    } else {
      line.write(next);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      write(bytes[i]);
    }
  }

  private void end() throws IOException {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (!text.isBlank()) {
      String whole = isObject(text) ? text : object(text.stripTrailing());
      out.write((whole + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private boolean isObject(String text) {
    try {
      return text.startsWith("{") && json.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private String object(String text) throws JsonProcessingException {
    ObjectNode object =
        json.createObjectNode()
            .put("timestamp", clock.instant().toString())
            .put("level", level(text))
            .put("logger", LOGGER)
            .put("thread", Thread.currentThread().getName());
    if (run != null && !run.isEmpty()) {
      object.put(JsonLines.RUN, run);
    }
    String message = level(text).equals("INFO") ? text : text.substring(text.indexOf(':') + 2);
    return json.writeValueAsString(object.put("message", message));
  }

  private static String level(String text) {
    return text.startsWith("error: ") ? "ERROR" : text.startsWith("warning: ") ? "WARN" : "INFO";
  }

  @Override
  public synchronized void flush() throws IOException {
    out.flush();
  }

  /** Also ends a line that has no end. */
  @Override
  public synchronized void close() throws IOException {
    end();
    out.close();
  }
}
