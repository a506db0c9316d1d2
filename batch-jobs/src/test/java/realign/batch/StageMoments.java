package realign.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import realign.store.HaltPoint;

/**
 * Knows in which stage a process is and how often it passed each moment there: those of the chain
 * and those of the commit protocol, whose side thread works for the stage that is open.
 */
final class StageMoments implements HaltPoints, WatchedStore.Watcher {

  /** Hears each pass, in the thread that passes. */
  interface Listener {

    /** A moment comes in a stage for the n-th time, counted from 1. */
    void passed(String moment, Cell cell, int nth);
  }

  private final Listener listener;
  private final Map<String, Integer> counts = new HashMap<>();
  private Cell here = Cell.ALL.get(0);

  StageMoments(Listener listener) {
    this.listener = listener;
  }

  /** Names of all moments: rows of the matrix. */
  static List<String> all() {
    return new ArrayList<>(
        Stream.concat(Stream.of(HaltPoints.Moment.values()), Stream.of(HaltPoint.Moment.values()))
            .map(WatchedStore::word)
            .toList());
  }

  @Override
  public void at(HaltPoints.Moment moment, String scope, String stage, long position) {
    pass(WatchedStore.word(moment), place(scope, stage));
  }

  /** A claim comes before any stage is open; a stop is asked about without saying where. */
  private synchronized Cell place(String scope, String stage) {
    if (!scope.isEmpty()) {
      here = stage.isEmpty() ? Cell.first(scope) : new Cell(scope, stage);
    }
    return here;
  }

  @Override
  public void at(HaltPoint.Moment moment, String key) {
    pass(WatchedStore.word(moment), place(key));
  }

  private synchronized Cell place(String key) {
    String scope = key.split("/", -1)[2];
    return here.scope().equals(scope) ? here : Cell.first(scope);
  }

  private void pass(String moment, Cell cell) {
    int nth;
    synchronized (this) {
      nth = counts.merge(moment + " " + cell, 1, Integer::sum);
    }
    listener.passed(moment, cell, nth);
  }

  /** How often a moment came in a stage. */
  synchronized int count(String moment, Cell cell) {
    return counts.getOrDefault(moment + " " + cell, 0);
  }
}
