package realign.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.result.Circumstances;
import realign.result.Circumstances.Attempt;
import realign.result.Circumstances.Ending;

/** When which attempt worked at which scope, as a drawing and as a table. */
record AttemptTimeline(Circumstances circumstances) {
  private static final int WIDTH = 960;
  private static final int LEFT = 90;
  private static final int ROW = 24;
  private static final int BOTTOM = 30;

  boolean isEmpty() {
    return circumstances.attempts().isEmpty();
  }

  /** From the first claim to the last sign. */
  Duration length() {
    return isEmpty() ? Duration.ZERO : Duration.between(start(), end());
  }

  Svg drawing() {
    Set<String> scopes = new LinkedHashSet<>();
    circumstances.attempts().forEach(a -> scopes.add(a.scope()));
    List<String> rows = new ArrayList<>(scopes);
    int height = rows.size() * ROW + BOTTOM;
    Svg svg =
        Svg.of(
            WIDTH, height, "Time line of attempts", "One row a scope. The table holds all times.");
    double seconds = Math.max(1, length().toMillis() / 1000.0);
    Axis x = Axis.fromZero(seconds, LEFT, WIDTH - 16);
    for (double tick : x.ticks()) {
      svg.line("grid", x.at(tick), 0, x.at(tick), height - BOTTOM);
      svg.text("tick", x.at(tick), height - BOTTOM + 16, "middle", Axis.label(tick) + " s");
    }
    for (int i = 0; i < rows.size(); i++) {
      svg.text("tick", LEFT - 8, i * ROW + 16, "end", rows.get(i));
    }
    circumstances.attempts().forEach(a -> bar(svg, a, rows.indexOf(a.scope()), x));
    return svg;
  }

  private void bar(Svg svg, Attempt attempt, int row, Axis x) {
    double from = x.at(offset(attempt.start()));
    double to = x.at(offset(lastSign(attempt)));
    String css = "attempt " + attempt.ending().name().toLowerCase(Locale.ROOT);
    svg.rect(css, from, row * ROW + 5, Math.max(3, to - from), ROW - 10);
  }

  List<String> tableHead() {
    return List.of(
        "scope", "attempt", "by", "claimed", "lasted", "from", "to", "commits", "redone", "ended");
  }

  List<List<String>> tableRows() {
    return circumstances.attempts().stream().map(this::row).toList();
  }

  private List<String> row(Attempt a) {
    return List.of(
        a.scope(),
        String.valueOf(a.number()),
        a.holder(),
        Numbers.time(a.start()),
        Numbers.duration(Duration.between(a.start(), lastSign(a))),
        a.from(),
        a.to() == null ? "nothing committed" : a.to(),
        String.valueOf(a.commits()),
        String.valueOf(a.redone()),
        ending(a.ending()));
  }

  private static String ending(Ending ending) {
    return switch (ending) {
      case DONE -> "done";
      case RELEASED -> "released";
      case REPLACED -> "stopped without release; taken over";
      case RUNNING -> "running";
      case ABANDONED -> "given up for good";
    };
  }

  private double offset(Instant time) {
    return Duration.between(start(), time).toMillis() / 1000.0;
  }

  private Instant start() {
    return circumstances.attempts().stream()
        .map(Attempt::start)
        .min(Instant::compareTo)
        .orElse(circumstances.written());
  }

  private Instant end() {
    return circumstances.attempts().stream()
        .map(this::lastSign)
        .max(Instant::compareTo)
        .orElse(circumstances.written());
  }

  private Instant lastSign(Attempt attempt) {
    @Nullable Instant end = attempt.end();
    if (end != null) {
      return end;
    }
    if (attempt.ending() == Ending.RUNNING) {
      return circumstances.written();
    }
    return attempt.lastCommit() == null ? attempt.start() : attempt.lastCommit();
  }
}
