package realign.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import realign.store.ObjectStore;

/**
 * One run that is halted at the same moment in every stage, twice in a row each: first when
 * something has been done there, then at once after the restart. What comes out must be the
 * undisturbed run.
 */
final class MatrixRow {
  private static final int TWICE = 2;

  private final String moment;
  private final CrashRun run;
  private final int[] halts = new int[Cell.ALL.size()];
  private final List<List<String>> faults =
      new ArrayList<>(Collections.nCopies(Cell.ALL.size(), List.of()));

  private MatrixRow(String moment, CrashRun run) {
    this.moment = moment;
    this.run = run;
  }

  /** Halts a run in a fresh store. */
  static MatrixRow halted(String moment, CrashRun run, ObjectStore store, Attempts attempts) {
    MatrixRow row = new MatrixRow(moment, run);
    run.submit(store);
    row.haltEverywhere(attempts);
    row.compare(store);
    return row;
  }

  private void haltEverywhere(Attempts attempts) {
    List<Integer> first = run.nths(moment);
    List<Integer> again = Collections.nCopies(first.size(), 1);
    int from = 0;
    while (true) {
      List<Integer> nths = new ArrayList<>(first);
      if (from < first.size() && halts[from] > 0) {
        nths.set(from, again.get(from));
      }
      Attempts.Ending ending = attempts.next(new Halt(moment, from, nths));
      Cell at = ending.halted();
      if (at == null) {
        end(from, ending.code());
        return;
      }
      halts[at.index()]++;
      from = halts[at.index()] == TWICE ? at.index() + 1 : at.index();
    }
  }

  private void end(int from, int code) {
    if (code != run.kind().end().number()) {
      int cell = Math.min(from, halts.length - 1);
      faults.set(cell, List.of("an attempt ended with " + code));
    }
  }

  /** A scope that differs may do so by any of its stages. */
  private void compare(ObjectStore store) {
    for (String scope : CrashRun.scopes()) {
      List<String> wrong = new ArrayList<>(run.differing(store, scope));
      wrong.addAll(LogAudit.faults(store, run.kind().run(), scope));
      if (!wrong.isEmpty()) {
        Cell.ALL.stream()
            .filter(cell -> cell.scope().equals(scope))
            .forEach(cell -> faults.set(cell.index(), wrong));
      }
    }
  }

  String moment() {
    return moment;
  }

  /** How a stage came out. */
  enum Verdict {
    PASSED,
    FAILED,
    /** No run comes by here. */
    NOT_REACHED
  }

  /** A stage that the undisturbed run passes, and no halt met, proves nothing: it has failed. */
  Verdict verdict(Cell cell) {
    if (!faults.get(cell.index()).isEmpty()) {
      return Verdict.FAILED;
    }
    if (halts[cell.index()] > 0) {
      return Verdict.PASSED;
    }
    return run.passes(moment, cell) ? Verdict.FAILED : Verdict.NOT_REACHED;
  }

  /** A stage as the table shows it. */
  String text(Cell cell) {
    return switch (verdict(cell)) {
      case PASSED -> halts[cell.index()] == TWICE ? "passed twice" : "passed once";
      case FAILED -> "FAILED";
      case NOT_REACHED -> "not reached";
    };
  }

  long count(Verdict verdict) {
    return Cell.ALL.stream().filter(cell -> verdict(cell) == verdict).count();
  }

  /** What went wrong, a line each. */
  List<String> complaints() {
    List<String> lines = new ArrayList<>();
    for (Cell cell : Cell.ALL) {
      if (verdict(cell) == Verdict.FAILED) {
        List<String> why = faults.get(cell.index());
        lines.add(moment + " " + cell + ": " + (why.isEmpty() ? "no halt met it" : why));
      }
    }
    return lines;
  }

  @Override
  public String toString() {
    return moment + " " + Arrays.toString(halts) + " " + complaints();
  }
}
