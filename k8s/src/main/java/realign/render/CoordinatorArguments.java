package realign.render;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a coordinator's pod is started with. */
final class CoordinatorArguments {
  /** Replaced by the cluster: a night is called after its Job, whose name ends with its minute. */
  private static final String OF_THE_JOB = "$(" + Environment.RUN + ")";

  private CoordinatorArguments() {}

  static List<String> of(String run, @Nullable String schedule, boolean reuse) {
    List<String> all =
        new ArrayList<>(List.of("coordinate", "--run", run, "--target", Volumes.TARGET_FILE));
    if (schedule != null) {
      all.addAll(List.of("--schedule", schedule));
    }
    if (!reuse) {
      all.add("--no-reuse");
    }
    return List.copyOf(all);
  }

  static List<String> ofNight(String schedule) {
    return of(OF_THE_JOB, schedule, true);
  }
}
