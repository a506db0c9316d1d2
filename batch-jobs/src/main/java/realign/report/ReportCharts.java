package realign.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.result.Findings;
import realign.result.PointFindings;
import realign.result.ProbeNames;
import realign.result.ScopeFindings;
import realign.result.ScopeFindings.Alignment;
import realign.result.ScopeFindings.Attack;
import realign.result.Survival;
import realign.result.TrainingFindings;
import realign.result.TrainingFindings.CurvePoint;

/** The panels of a report. A method has the same colour, dash and mark in all of them. */
final class ReportCharts {
  private static final int METHOD_STYLES = 6;
  private static final int CLEAN_STYLE = 6;
  private static final int PERTURBED_STYLE = 7;
  private static final int MOST_MARKS = 60;

  private final Findings findings;
  private final List<String> labels;

  ReportCharts(Findings findings) {
    this.findings = findings;
    LinkedHashSet<String> distinct = new LinkedHashSet<>();
    findings.alignments().forEach(a -> distinct.add(alignment(a).label()));
    this.labels = List.copyOf(distinct);
  }

  /** The looks of a method, by its label. */
  int style(String label) {
    return labels.indexOf(label) % METHOD_STYLES;
  }

  /** Names of the methods with their looks. */
  List<LegendKey> methods(boolean marks) {
    return labels.stream().map(label -> new LegendKey(label, style(label), marks)).toList();
  }

  /** Harmful score by attack step: a panel for each attack and alignment seed, methods beside. */
  List<LineChart> survival() {
    LineChart.Limit broken = new LineChart.Limit(Survival.BROKEN, "broken from here");
    return panels(
        "harmful score, %",
        true,
        broken,
        cell -> {
          Survival survival = cell.survival();
          return survival == null
              ? List.of()
              : survival.curve().stream().map(s -> dot(s.step(), s.harmful())).toList();
        });
  }

  /** A measure by attack step, in the panels of {@link #survival}. */
  List<LineChart> measure(String name, String yName) {
    return panels(
        yName,
        false,
        null,
        cell ->
            cell.points().stream()
                .filter(p -> p.measure(name) != null)
                .map(p -> measured(p, name))
                .toList());
  }

  /** Losses of every alignment: what was trained on, and the clean loss beside it. */
  List<LineChart> alignmentLosses() {
    List<LineChart> charts = new ArrayList<>();
    for (ScopeFindings scope : findings.alignments()) {
      TrainingFindings training = scope.training();
      if (training == null) {
        continue;
      }
      boolean perturbed = training.finalCleanLoss() != null;
      List<Series> lines = new ArrayList<>();
      lines.add(trainedOn(perturbed, training));
      if (perturbed) {
        lines.add(clean(training));
      }
      charts.add(
          new LineChart(
              alignment(scope).label() + ", seed " + alignment(scope).seed(),
              "alignment step",
              "loss",
              false,
              null,
              lines));
    }
    return charts;
  }

  /** Losses of every attack, in the panels of {@link #survival}. */
  List<LineChart> attackLosses() {
    return panels(
        "attacker's loss",
        false,
        null,
        cell -> {
          TrainingFindings training = cell.training();
          return training == null
              ? List.of()
              : training.curve().stream().map(p -> new Series.Dot(p.step(), p.loss())).toList();
        });
  }

  private List<LineChart> panels(
      String yName,
      boolean percent,
      LineChart.@Nullable Limit limit,
      Function<ScopeFindings, List<Series.Dot>> dots) {
    Map<String, List<Series>> byPanel = new LinkedHashMap<>();
    for (ScopeFindings cell : findings.cells()) {
      String label = alignment(cell).label();
      List<Series.Dot> points = dots.apply(cell);
      boolean marks = points.size() <= MOST_MARKS;
      byPanel
          .computeIfAbsent(panelName(cell), k -> new ArrayList<>())
          .add(new Series(label, style(label), points, marks));
    }
    List<LineChart> charts = new ArrayList<>();
    byPanel.forEach(
        (name, lines) ->
            charts.add(new LineChart(name, "attack step", yName, percent, limit, lines)));
    return charts.stream().filter(c -> !c.isEmpty()).toList();
  }

  private static String panelName(ScopeFindings cell) {
    Attack attack = cell.attack();
    return attack == null
        ? cell.scope()
        : Axis.label(100 * attack.harmfulRatio())
            + " % harmful rows · attack seed "
            + attack.seed()
            + " · alignment seed "
            + alignment(cell).seed();
  }

  private static Series.Dot dot(int step, realign.result.Score score) {
    return new Series.Dot(step, score.value(), score.low(), score.high());
  }

  private static Series.Dot measured(PointFindings point, String name) {
    Double value = point.measure(name);
    return new Series.Dot(point.point().step(), value == null ? 0 : value);
  }

  private static Series trainedOn(boolean perturbed, TrainingFindings training) {
    return new Series(
        perturbed ? "perturbed (trained on)" : "clean (trained on)",
        perturbed ? PERTURBED_STYLE : CLEAN_STYLE,
        training.curve().stream().map(p -> new Series.Dot(p.step(), p.loss())).toList(),
        false);
  }

  private static Series clean(TrainingFindings training) {
    List<Series.Dot> dots = new ArrayList<>();
    for (CurvePoint point : training.curve()) {
      Double clean = point.cleanLoss();
      if (clean != null) {
        dots.add(new Series.Dot(point.step(), clean));
      }
    }
    return new Series("clean", CLEAN_STYLE, dots, false);
  }

  private static Alignment alignment(ScopeFindings scope) {
    Alignment alignment = scope.alignment();
    if (alignment == null) {
      throw new IllegalArgumentException(scope.scope() + " has no alignment");
    }
    return alignment;
  }

  /** Titles of drift panels by measure. */
  static Map<String, String> driftForms() {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put(ProbeNames.DRIFT_TOKENS, "Drift, mean of a token");
    forms.put(ProbeNames.DRIFT_NORMS, "Drift, sum of norms");
    forms.put(ProbeNames.DRIFT_SQUARES, "Drift, sum of squares");
    return forms;
  }
}
