package realign.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import realign.spec.method.MethodSpec;

/**
 * The unit that one process owns at a time. A run's scopes are numbered in declared row-major
 * order: methods by seeds, then ratios by attack seeds on every alignment.
 */
public sealed interface Scope {

  /**
   * Name in the store: {@code load}, {@code base}, {@code align-NNN}, {@code cell-NNN}, {@code
   * report}.
   */
  String name();

  /** Reads and tokenises the data, digests the model. */
  record Load() implements Scope {
    @Override
    public String name() {
      return "load";
    }
  }

  /** Evaluation before alignment. */
  record Base() implements Scope {
    @Override
    public String name() {
      return "base";
    }
  }

  /** One method with one alignment seed, and its evaluation. */
  record Align(int index, MethodSpec method, long seed) implements Scope {
    @Override
    public String name() {
      return String.format(Locale.ROOT, "align-%03d", index);
    }
  }

  /** One attack on one alignment, and its evaluation. */
  record Cell(int index, Align alignment, double harmfulRatio, long seed) implements Scope {
    @Override
    public String name() {
      return String.format(Locale.ROOT, "cell-%03d", index);
    }
  }

  /** Report over all other scopes. */
  record Report() implements Scope {
    @Override
    public String name() {
      return "report";
    }
  }

  /** All scopes of a run in an order in which each finds what it reads. */
  static List<Scope> of(RunSpec spec) {
    List<Scope> scopes = new ArrayList<>();
    scopes.add(new Load());
    if (spec.evaluate() != null) {
      scopes.add(new Base());
    }
    List<Align> alignments = alignments(spec);
    scopes.addAll(alignments);
    scopes.addAll(cells(spec, alignments));
    scopes.add(new Report());
    return List.copyOf(scopes);
  }

  /** The alignments of a run. */
  static List<Align> alignments(RunSpec spec) {
    List<Align> alignments = new ArrayList<>();
    for (MethodSpec method : spec.align().methods()) {
      for (long seed : spec.align().seeds()) {
        alignments.add(new Align(alignments.size(), method, seed));
      }
    }
    return alignments;
  }

  private static List<Cell> cells(RunSpec spec, List<Align> alignments) {
    List<Cell> cells = new ArrayList<>();
    if (spec.attack() == null) {
      return cells;
    }
    for (Align alignment : alignments) {
      for (double ratio : spec.attack().cells().harmfulRatio()) {
        for (long seed : spec.attack().cells().seed()) {
          cells.add(new Cell(cells.size(), alignment, ratio, seed));
        }
      }
    }
    return cells;
  }
}
