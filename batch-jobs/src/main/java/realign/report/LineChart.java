package realign.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small panel of lines, and the same numbers as a table. Not interactive: the page runs no
 * script; titles of the marks tell values to a mouse, the table to everybody.
 *
 * @param title what the panel shows
 * @param xName name of the horizontal axis
 * @param yName name of the vertical axis
 * @param percent whether the vertical axis is 0 to 100
 * @param limit a horizontal line and its name, or null
 */
record LineChart(
    String title,
    String xName,
    String yName,
    boolean percent,
    @Nullable Limit limit,
    List<Series> series) {

  /** A horizontal line. */
  record Limit(double value, String name) {}

  private static final int WIDTH = 480;
  private static final int HEIGHT = 270;
  private static final int LEFT = 46;
  private static final int RIGHT = 14;
  private static final int TOP = 14;
  private static final int BOTTOM = 40;

  LineChart {
    series = series.stream().filter(s -> !s.points().isEmpty()).toList();
  }

  /** Whether there is nothing to draw. */
  boolean isEmpty() {
    return series.isEmpty();
  }

  /** The drawing. */
  Svg drawing() {
    Svg svg = Svg.of(WIDTH, HEIGHT, title, description());
    Axis x = Axis.fromZero(largest(true), LEFT, WIDTH - RIGHT);
    Axis y = vertical();
    grid(svg, x, y);
    if (limit != null) {
      svg.line("limit", LEFT, y.at(limit.value()), WIDTH - RIGHT, y.at(limit.value()));
      svg.text("limit-name", WIDTH - RIGHT, y.at(limit.value()) - 5, "end", limit.name());
    }
    series.forEach(s -> intervals(svg, s, x, y));
    series.forEach(s -> draw(svg, s, x, y));
    return svg;
  }

  /** Names of the series with their looks. */
  List<LegendKey> legend() {
    return series.stream().map(s -> new LegendKey(s.name(), s.style(), s.marks())).toList();
  }

  /** Column names of the table. */
  List<String> tableHead() {
    List<String> head = new ArrayList<>(List.of(xName));
    series.forEach(s -> head.add(s.name()));
    return head;
  }

  /** The numbers of the drawing, a row for each x. */
  List<List<String>> tableRows() {
    TreeMap<Double, List<String>> rows = new TreeMap<>();
    for (int i = 0; i < series.size(); i++) {
      for (Series.Dot dot : series.get(i).points()) {
        List<String> row = rows.computeIfAbsent(dot.x(), this::emptyRow);
        row.set(i + 1, text(dot));
      }
    }
    return List.copyOf(rows.values());
  }

  private List<String> emptyRow(double x) {
    List<String> row = new ArrayList<>(List.of(Axis.label(x)));
    series.forEach(s -> row.add("–"));
    return row;
  }

  private String text(Series.Dot dot) {
    if (dot.low() == null || dot.high() == null) {
      return percent ? Numbers.one(dot.y()) : Numbers.significant(dot.y());
    }
    return String.format(Locale.ROOT, "%.1f (%.1f – %.1f)", dot.y(), dot.low(), dot.high());
  }

  private void grid(Svg svg, Axis x, Axis y) {
    for (double tick : y.ticks()) {
      svg.line("grid", LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick));
      svg.text("tick", LEFT - 7, y.at(tick) + 4, "end", Axis.label(tick));
    }
    for (double tick : x.ticks()) {
      svg.text("tick", x.at(tick), HEIGHT - BOTTOM + 17, "middle", Axis.label(tick));
    }
    svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
    svg.text("axis-name", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", xName);
  }

  private static void intervals(Svg svg, Series s, Axis x, Axis y) {
    StringBuilder upper = new StringBuilder();
    StringBuilder lower = new StringBuilder();
    for (Series.Dot dot : s.points()) {
      if (dot.low() == null || dot.high() == null) {
        return;
      }
      upper.append(upper.isEmpty() ? "M" : "L").append(place(x.at(dot.x()), y.at(dot.high())));
      lower.insert(0, "L" + place(x.at(dot.x()), y.at(dot.low())));
    }
    svg.path("band s" + s.style(), upper.append(lower).append('z').toString());
  }

  private void draw(Svg svg, Series s, Axis x, Axis y) {
    StringBuilder data = new StringBuilder();
    for (Series.Dot dot : s.points()) {
      data.append(data.isEmpty() ? "M" : "L").append(place(x.at(dot.x()), y.at(dot.y())));
    }
    svg.path("line s" + s.style(), data.toString());
    if (s.marks()) {
      for (Series.Dot dot : s.points()) {
        String title = s.name() + ", " + xName + " " + Axis.label(dot.x()) + ": " + text(dot);
        svg.mark(s.style(), x.at(dot.x()), y.at(dot.y()), title);
      }
    }
  }

  private static String place(double x, double y) {
    return Svg.number(x) + " " + Svg.number(y);
  }

  private Axis vertical() {
    double bottom = HEIGHT - BOTTOM;
    return percent
        ? new Axis(0, 100, bottom, TOP, false)
        : Axis.forPositive(smallestY(), largest(false), bottom, TOP);
  }

  private double largest(boolean ofX) {
    return dots().mapToDouble(d -> ofX ? d.x() : d.y()).max().orElse(1);
  }

  private double smallestY() {
    return dots().mapToDouble(Series.Dot::y).min().orElse(0);
  }

  private java.util.stream.Stream<Series.Dot> dots() {
    return series.stream().flatMap(s -> s.points().stream());
  }

  private String description() {
    StringBuilder text = new StringBuilder(yName + " by " + xName + ". ");
    for (Series s : series) {
      Series.Dot first = s.points().get(0);
      Series.Dot last = s.points().get(s.points().size() - 1);
      text.append(s.name())
          .append(": from ")
          .append(text(first))
          .append(" to ")
          .append(text(last))
          .append(". ");
    }
    return text.append("The table below holds all values.").toString();
  }
}
