package realign.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Running sums of the section at hand, by position. Doubles in fixed order: saved and restored in a
 * checkpoint they go on with the same bits.
 */
final class Tally {
  private final List<Double> sums = new ArrayList<>();

  /** Forgets everything: a new section begins. */
  void clear() {
    sums.clear();
  }

  void add(int index, double value) {
    if (sums.size() <= index) {
      sums.addAll(Collections.nCopies(index + 1 - sums.size(), 0.0));
    }
    sums.set(index, sums.get(index) + value);
  }

  /** A sum; 0 where nothing was added. */
  double get(int index) {
    return index < sums.size() ? sums.get(index) : 0;
  }

  List<Double> toList() {
    return List.copyOf(sums);
  }

  void restore(List<Double> saved) {
    sums.clear();
    sums.addAll(saved);
  }
}
