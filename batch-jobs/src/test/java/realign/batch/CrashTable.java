package realign.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the crash matrix found, as text whose last line counts. */
final class CrashTable {
  private static final int WIDTH = 14;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder kills = new StringBuilder();
  private final List<String> complaints = new ArrayList<>();
  private long passed;
  private long failed;

  CrashTable(CrashOptions options, String stores) {
    text.append("store ").append(stores).append('\n');
    if (!options.moments().isEmpty()) {
      text.append("halted at each moment, in each stage, twice in a row; chain: ")
          .append(options.kind())
          .append("\n\n");
      line("", Cell.ALL.stream().map(cell -> cell.scope()).toList());
      line("", Cell.ALL.stream().map(cell -> cell.stage()).toList());
    }
  }

  private void line(String first, List<String> cells) {
    text.append(String.format(Locale.ROOT, "%-" + WIDTH + "s", first));
    cells.forEach(cell -> text.append(String.format(Locale.ROOT, " %-13s", cell)));
    text.append('\n');
  }

  /** A row of the matrix. */
  void add(MatrixRow row) {
    line(row.moment(), Cell.ALL.stream().map(row::text).toList());
    passed += row.count(MatrixRow.Verdict.PASSED);
    failed += row.count(MatrixRow.Verdict.FAILED);
    complaints.addAll(row.complaints());
  }

  /** Kills of one kind; each run counts as passed or failed. */
  void add(String name, Kills found, long nanos) {
    if (kills.isEmpty()) {
      kills.append(
          String.format(
              Locale.ROOT,
              "%nkilled at random moments%n%n%-6s %6s %6s %11s %10s %7s %12s %14s%n",
              "what",
              "kills",
              "runs",
              "lost steps",
              "differing",
              "faults",
              "kills/min",
              "slowest claim"));
    }
    kills.append(
        String.format(
            Locale.ROOT,
            "%-6s %6d %6d %11d %10d %7d %12.1f %12.1f s%n",
            name,
            found.killed(),
            found.runs(),
            found.lost().size(),
            found.differing().size(),
            found.faults().size(),
            found.killed() * 60e9 / nanos,
            found.slowestStart().toMillis() / 1e3));
    if (found.clean()) {
      passed += found.runs();
    } else {
      failed += found.runs();
    }
    found.lost().forEach(line -> complaints.add(name + ": lost " + line));
    found.differing().forEach(line -> complaints.add(name + ": differs in " + line));
    found.faults().forEach(line -> complaints.add(name + ": " + line));
  }

  long failed() {
    return failed;
  }

  /** The whole table. */
  String text() {
    StringBuilder all = new StringBuilder(text).append(kills);
    if (!complaints.isEmpty()) {
      all.append('\n');
      complaints.forEach(line -> all.append(line).append('\n'));
    }
    return all.append('\n').append(passed + " passed, " + failed + " failed\n").toString();
  }
}
