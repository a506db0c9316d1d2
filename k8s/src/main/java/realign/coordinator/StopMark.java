package realign.coordinator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * The mark that a person stopped a run in a cluster: while it is there, nothing starts the run
 * again but {@code realign restart}. {@code runs/RUN/stopped}.
 *
 * @param by who stopped it, as that machine names its user
 */
public record StopMark(String by, Instant time) {

  /** The mark of a run, if it was stopped. One that cannot be read still stops. */
  public static Optional<StopMark> find(ObjectStore store, String run) {
    return store.get(key(run)).map(StopMark::read);
  }

  /** Stops a run for good. */
  public void set(ObjectStore store, String run) {
    String json =
        new ObjectMapper()
            .createObjectNode()
            .put("by", by)
            .put("time", time.toString())
            .toPrettyString();
    store.put(key(run), Payload.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Takes the mark away. */
  public static void clear(ObjectStore store, String run) {
    store.delete(key(run));
  }

  private static StopMark read(byte[] json) {
    try {
      var tree = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
      return new StopMark(tree.path("by").asText("somebody"), time(tree.path("time").asText()));
    } catch (JsonProcessingException e) {
      return new StopMark("somebody", Instant.EPOCH);
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static String key(String run) {
    return "runs/" + run + "/stopped";
  }
}
