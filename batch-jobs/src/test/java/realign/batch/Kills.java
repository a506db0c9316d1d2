package realign.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import realign.store.ObjectStore;

/**
 * Kills the processes of runs at random moments, each followed at once by its successor, and counts
 * what must stay at nothing. Several threads may share one.
 */
final class Kills {
  private static final int KILLED = 137;
  private static final int MOST_ENTRIES = 6;
  private static final long MOST_PAUSE_NANOS = 150_000_000;

  private final int wanted;
  private int ordered;
  private int killed;
  private int runs;
  private final List<String> lost = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private long slowestStartNanos;

  Kills(int wanted) {
    this.wanted = wanted;
  }

  /** Whether more kills are wanted; each that is allowed counts, unless {@link #spared}. */
  private synchronized boolean mayKill() {
    if (ordered == wanted) {
      return false;
    }
    ordered++;
    return true;
  }

  private synchronized void spared() {
    ordered--;
  }

  /** Whether another run is needed. */
  synchronized boolean enough() {
    return ordered == wanted;
  }

  /** Kills the processes of one run until one comes to the end or no more kills are wanted. */
  void killAll(Victim victim, ObjectStore store, SplittableRandom random) {
    Map<String, String> acknowledged = new LinkedHashMap<>();
    boolean ended = false;
    while (!ended) {
      ended = !killOne(victim, random, acknowledged);
      note(lost, LogAudit.lost(store, acknowledged));
    }
    note(differing, victim.differing(store));
    note(faults, victim.faults(store));
    synchronized (this) {
      runs++;
    }
  }

  /** False when the process ended by itself. */
  private boolean killOne(
      Victim victim, SplittableRandom random, Map<String, String> acknowledged) {
    boolean mayKill = mayKill();
    long start = System.nanoTime();
    try (ChildJvm child = victim.start()) {
      if (mayKill && child.says(CrashChild.ACKNOWLEDGED)) { // else it found the run finished
        started(System.nanoTime() - start);
        killAtRandom(child, random);
      }
      int code = child.awaitExit();
      acknowledged.putAll(ChildAttempts.acknowledged(child.lines()));
      return ended(victim, mayKill, code, child);
    }
  }

  /** Some entries after its claim, and a while. */
  private static void killAtRandom(ChildJvm child, SplittableRandom random) {
    int entries = random.nextInt(MOST_ENTRIES);
    long pause = random.nextLong(MOST_PAUSE_NANOS);
    for (int i = 0; i < entries; i++) {
      if (!child.says(CrashChild.ACKNOWLEDGED)) {
        return;
      }
    }
    LockSupport.parkNanos(pause);
    child.kill();
  }

  private synchronized void started(long nanos) {
    slowestStartNanos = Math.max(slowestStartNanos, nanos);
  }

  private synchronized boolean ended(Victim victim, boolean mayKill, int code, ChildJvm child) {
    if (code == KILLED) {
      killed++;
      return true;
    }
    if (mayKill) {
      spared();
    }
    if (code != victim.end()) {
      faults.add("a process ended with " + code + ": " + child.lines());
    }
    return false;
  }

  private synchronized void note(List<String> list, List<String> found) {
    found.stream().filter(line -> !list.contains(line)).forEach(list::add);
  }

  synchronized int killed() {
    return killed;
  }

  synchronized int runs() {
    return runs;
  }

  /** Acknowledged entries that are gone. */
  synchronized List<String> lost() {
    return List.copyOf(lost);
  }

  /** Results that are not those of an undisturbed run. */
  synchronized List<String> differing() {
    return List.copyOf(differing);
  }

  /** Broken logs, and processes that ended as they should not. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** The longest time from a process's start to its first claim. */
  synchronized Duration slowestStart() {
    return Duration.ofNanos(slowestStartNanos);
  }

  /** Whether all that must be nothing is. */
  synchronized boolean clean() {
    return lost.isEmpty() && differing.isEmpty() && faults.isEmpty();
  }
}
