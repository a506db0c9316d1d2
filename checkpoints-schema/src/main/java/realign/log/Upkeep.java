package realign.log;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What maintenance has done to a scope.
 *
 * @param reason why it was abandoned, its results not to be used; null where it was not
 * @param pruned commits that were kept and can no longer be restored
 * @param purged why a blob that the results name is gone, by its key below the scope
 */
record Upkeep(@Nullable String reason, Set<Long> pruned, Map<String, String> purged) {
  static final Upkeep NONE = new Upkeep(null, Set.of(), Map.of());

  Upkeep {
    pruned = Collections.unmodifiableSet(new TreeSet<>(pruned));
    purged = Collections.unmodifiableMap(new TreeMap<>(purged));
  }

  /** Whether the scope's results are not to be used. */
  boolean abandoned() {
    return reason != null;
  }

  Upkeep after(LogEntry.Maintenance made) {
    return switch (made.action()) {
      case ABANDON -> new Upkeep(reason == null ? made.reason() : reason, pruned, purged);
      case PRUNE -> new Upkeep(reason, with(made), purged);
      case PURGE -> new Upkeep(reason, with(made), withPurged(made));
    };
  }

  private Set<Long> with(LogEntry.Maintenance made) {
    Set<Long> all = new TreeSet<>(pruned);
    all.addAll(made.commits());
    return all;
  }

  private Map<String, String> withPurged(LogEntry.Maintenance made) {
    Map<String, String> all = new TreeMap<>(purged);
    String why = "purged at " + made.stamp().time() + ": " + made.reason();
    made.blobs().forEach(blob -> all.putIfAbsent(blob, why));
    return all;
  }
}
