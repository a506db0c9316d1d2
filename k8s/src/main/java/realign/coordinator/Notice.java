package realign.coordinator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget.Occasion;

/**
 * What a person should know of a run, as a webhook gets it. The same event of the same run has the
 * same id however often it arrives; a run that goes on after a failure can fail anew.
 *
 * @param job uid of the coordinator's Job, or null outside a cluster
 * @param night when the night that it is about was due, or null when it is about the run itself
 * @param schedule name of the schedule, or null
 * @param verdict name of the gate's outcome, or null
 * @param report address of the report, or null when there is none
 */
record Notice(
    Occasion event,
    String run,
    @Nullable String job,
    @Nullable Instant night,
    @Nullable String schedule,
    @Nullable String verdict,
    String sentence,
    Instant time,
    @Nullable String report) {
  private static final int VERSION = 1;

  /** Enough to tell the Jobs of one run apart. */
  private static final int UID_LENGTH = 8;

  /** A run comes to all other ends once. */
  private static final Set<Occasion> AGAIN = Set.of(Occasion.FAILED, Occasion.BUDGET);

  /** What it is called among the notices of its run. */
  String name() {
    String word = event.name().toLowerCase(Locale.ROOT);
    if (night != null) {
      return word + "-" + night.getEpochSecond() / 60;
    }
    return job == null || !AGAIN.contains(event) ? word : word + "-" + shortened(job);
  }

  private static String shortened(String uid) {
    String signs = uid.replaceAll("[^a-z0-9-]", "");
    return signs.substring(0, Math.min(UID_LENGTH, signs.length()));
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
