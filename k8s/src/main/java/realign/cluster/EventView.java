package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a cluster noted about an object; it forgets after about an hour.
 *
 * @param object its name
 * @param reason such as {@code FailedCreate}
 */
public record EventView(String object, String reason, String message, Instant time) {

  static EventView of(JsonNode json) {
    JsonNode about = json.path("involvedObject");
    return new EventView(
        about.path("name").asText(),
        json.path("reason").asText(),
        json.path("message").asText(),
        time(json));
  }

  private static Instant time(JsonNode json) {
    for (String field : new String[] {"lastTimestamp", "eventTime", "firstTimestamp"}) {
      Instant time = Json.time(json.path(field));
      if (time != null) {
        return time;
      }
    }
    return Instant.EPOCH;
  }
}
