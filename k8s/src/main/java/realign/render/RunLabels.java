package realign.render;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels of a Job and of its pods, in the order of their names. */
record RunLabels(Map<String, String> map) {
  private static final int DIGITS_OF_SPEC = 16;

  RunLabels {
    map = new TreeMap<>(map);
  }

  static RunLabels of(String component, String identity) {
    return new RunLabels(
        Map.of(
            Labels.NAME,
            Labels.REALIGN,
            Labels.MANAGED_BY,
            Labels.REALIGN,
            Labels.COMPONENT,
            component,
            Labels.SPEC,
            identity.substring(0, DIGITS_OF_SPEC)));
  }

  RunLabels run(String run) {
    return with(Labels.RUN, run);
  }

  RunLabels scope(@Nullable String scope) {
    return with(Labels.SCOPE, scope);
  }

  RunLabels schedule(@Nullable String schedule) {
    return with(Labels.SCHEDULE, schedule);
  }

  private RunLabels with(String label, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(map);
    more.put(label, value);
    return new RunLabels(more);
  }
}
