package realign.log;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What maintenance has done to a scope.
 *
 * @param abandoned whether its results are not to be used
 * @param pruned commits that were kept and can no longer be restored
 * @param purged why a blob that the results name is gone, by its key below the scope
 */
record Upkeep(boolean abandoned, Set<Long> pruned, Map<String, String> purged) {
  static final Upkeep NONE = new Upkeep(false, Set.of(), Map.of());

  Upkeep {
    pruned = Collections.unmodifiableSet(new TreeSet<>(pruned));
    purged = Collections.unmodifiableMap(new TreeMap<>(purged));
  }

  Upkeep after(LogEntry.Maintenance made) {
    return switch (made.action()) {
      case ABANDON -> new Upkeep(true, pruned, purged);
      case PRUNE -> new Upkeep(abandoned, with(made), purged);
      case PURGE -> new Upkeep(abandoned, with(made), withPurged(made));
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
