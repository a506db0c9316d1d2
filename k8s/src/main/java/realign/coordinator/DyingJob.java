package realign.coordinator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import realign.spec.ExitCode;

/**
 * A Job that may have pods which are killed again and again, and which the cluster replaces for
 * ever. A program that got far enough to claim its scope counts that by the log; one that is killed
 * before, as for want of memory, cannot.
 */
record DyingJob(WorkJob job, Situation now) {

  /**
   * What follows, if anything: a scope with an index of its own is given up where others stand, and
   * the run ends where no other is left.
   *
   * @param nothingStands whether nothing would stand without these scopes
   */
  Optional<Decision> decision(Predicate<List<String>> nothingStands) {
    Map<Optional<Integer>, Long> killed = new HashMap<>(job.killed(now.commits()));
    killed.values().removeIf(count -> count < now.recoveries());
    if (killed.isEmpty()) {
      return Optional.empty();
    }
    List<String> open = job.scopes().stream().filter(now::isOpen).toList();
    if (open.isEmpty()) {
      return Optional.of(new Decision.Remove(job.name()));
    }
    if (killed.containsKey(Optional.<Integer>empty())) {
      return Optional.of(end(words(Optional.empty(), killed)));
    }
    return indexed(killed, open, nothingStands);
  }

  private Optional<Decision> indexed(
      Map<Optional<Integer>, Long> killed,
      List<String> open,
      Predicate<List<String>> nothingStands) {
    Map<String, String> bad = new TreeMap<>();
    for (Optional<Integer> index : killed.keySet()) {
      index.map(job::scopesOf).orElse(List.of()).stream()
          .filter(now::isOpen)
          .forEach(scope -> bad.put(scope, words(index, killed)));
    }
    if (!bad.isEmpty() && !nothingStands.test(List.copyOf(bad.keySet()))) {
      return Optional.of(new Decision.Abandon(bad));
    }
    return bad.keySet().containsAll(open)
        ? Optional.of(end(bad.values().iterator().next()))
        : Optional.empty();
  }

  private Decision end(String words) {
    return new Decision.End(Ending.of(ExitCode.BUDGET, words), List.of(job.name()));
  }

  private String words(Optional<Integer> index, Map<Optional<Integer>, Long> killed) {
    return "%d pods of job %s%s were killed one after the other and committed nothing"
        .formatted(killed.get(index), job.name(), index.map(i -> " index " + i).orElse(""));
  }
}
