package realign.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.result.HeadlineRow;
import realign.result.ProbeNames;
import realign.result.ReportDocument;
import realign.result.Verdict;

/** A report document arranged for reading. Computes no number that is not in the document. */
record ReportPage(
    ReportDocument document,
    StyleSheet style,
    List<Journey> journeys,
    List<HeadlineRow> rows,
    List<ChartGroup> groups,
    AttemptTimeline timeline,
    CostTable costs) {

  /**
   * Panels that belong together.
   *
   * @param id anchor
   * @param text what to look for in them
   * @param legend names by style; empty where each panel tells its own
   */
  record ChartGroup(
      String id, String title, String text, List<LegendKey> legend, List<LineChart> charts) {}

  static ReportPage of(ReportDocument document) {
    ReportCharts charts = new ReportCharts(document.findings());
    Verdict verdict = document.verdict();
    return new ReportPage(
        document,
        StyleSheet.load(),
        Journey.of(document.findings(), verdict == null ? null : verdict.candidate(), charts),
        HeadlineRow.of(document.findings()),
        groups(charts),
        new AttemptTimeline(document.circumstances()),
        new CostTable(document.circumstances().costs()));
  }

  private static List<ChartGroup> groups(ReportCharts charts) {
    List<ChartGroup> groups = new ArrayList<>();
    groups.add(
        new ChartGroup(
            "survival",
            "Harmful score by attack step",
            "Step 0 is the aligned model. Later is better: the attacker needs more fine-tuning.",
            charts.methods(true),
            charts.survival()));
    groups.add(
        new ChartGroup(
            "forgetting",
            "Forgetting",
            "Clean loss on the alignment rows during the attack: it rises as they are forgotten.",
            charts.methods(true),
            charts.measure(ProbeNames.ALIGNMENT_LOSS, "clean alignment loss")));
    for (Map.Entry<String, String> form : ReportCharts.driftForms().entrySet()) {
      groups.add(
          new ChartGroup(
              form.getKey(),
              form.getValue(),
              "How far the attention outputs on alignment rows moved away from the aligned model.",
              charts.methods(true),
              charts.measure(form.getKey(), form.getValue())));
    }
    groups.add(
        new ChartGroup(
            "alignment-loss",
            "Alignment training",
            "The clean loss decides whether an alignment took; the perturbed loss alone can mislead.",
            List.of(),
            charts.alignmentLosses()));
    groups.add(
        new ChartGroup(
            "attack-loss",
            "Attack training",
            "The attacker's own loss on the poisoned rows.",
            charts.methods(false),
            charts.attackLosses()));
    return groups.stream().filter(g -> !g.charts().isEmpty()).toList();
  }

  /** Class of the verdict's colours and mark. */
  String verdictClass() {
    Verdict verdict = document.verdict();
    return verdict == null ? "none" : verdict.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** The verdict in one word. */
  String verdictWord() {
    Verdict verdict = document.verdict();
    return verdict == null ? "NO GATE" : verdict.outcome().name();
  }

  /** The verdict's sentence. */
  String sentence() {
    Verdict verdict = document.verdict();
    return verdict == null
        ? "The spec has no gate: the numbers stand for themselves."
        : verdict.sentence();
  }

  /** Rules that the gate looked at. */
  List<Verdict.Reason> reasons() {
    Verdict verdict = document.verdict();
    return verdict == null ? List.of() : verdict.reasons();
  }

  /** Mark that tells an outcome without colour. */
  static String mark(Verdict.@Nullable Outcome outcome) {
    if (outcome == null) {
      return "·";
    }
    return switch (outcome) {
      case PASS -> "✓";
      case BLOCKED -> "✕";
      case INCONCLUSIVE -> "?";
    };
  }

  /** Mark of the verdict. */
  String verdictMark() {
    Verdict verdict = document.verdict();
    return mark(verdict == null ? null : verdict.outcome());
  }

  /** Whether the scope is the candidate or one of its attacks. */
  boolean isGated(HeadlineRow row) {
    Verdict verdict = document.verdict();
    String candidate = verdict == null ? null : verdict.candidate();
    return candidate != null
        && (row.scope().equals(candidate)
            || document.findings().cellsOf(candidate).stream()
                .anyMatch(cell -> cell.scope().equals(row.scope())));
  }
}
