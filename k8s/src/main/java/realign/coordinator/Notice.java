package realign.coordinator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget.Occasion;

/**
 * What a person should know of a run, as a webhook gets it. The same event of the same run has the
 * same id however often it arrives.
 *
 * @param night when the night that it is about was due, or null when it is about the run itself
 * @param schedule name of the schedule, or null
 * @param verdict name of the gate's outcome, or null
 * @param report address of the report, or null when there is none
 */
record Notice(
    Occasion event,
    String run,
    @Nullable Instant night,
    @Nullable String schedule,
    @Nullable String verdict,
    String sentence,
    Instant time,
    @Nullable String report) {
  private static final int VERSION = 1;

  /** What it is called among the notices of its run. */
  String name() {
    String word = event.name().toLowerCase(Locale.ROOT);
    return night == null ? word : word + "-" + night.getEpochSecond() / 60;
  }

  String id() {
    return run + "-" + name();
  }

  String json() {
    ObjectNode tree =
        new ObjectMapper()
            .createObjectNode()
            .put("schemaVersion", VERSION)
            .put("id", id())
            .put("event", event.name().toLowerCase(Locale.ROOT))
            .put("run", run)
            .put("schedule", schedule)
            .put("night", night == null ? null : night.toString())
            .put("verdict", verdict)
            .put("sentence", sentence)
            .put("time", time.toString())
            .put("report", report);
    return tree.toString();
  }
}
