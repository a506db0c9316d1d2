package realign.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of the headline, the same in every form of a report: a model at a moment.
 *
 * @param scope scope that measured it
 * @param model the base model, or the alignment's label and seed
 * @param moment {@code before alignment}, {@code aligned}, or the attack
 * @param harmful harmful score by the first judge, or null
 * @param breaksAt steps to break, {@code > 300} where it held for 300; empty where it is no attack
 */
public record HeadlineRow(
    String scope,
    String model,
    String moment,
    @Nullable PointFindings point,
    @Nullable Score harmful,
    String breaksAt) {

  /** All lines: base, then every alignment with its attacks. */
  public static List<HeadlineRow> of(Findings findings) {
    List<HeadlineRow> rows = new ArrayList<>();
    ScopeFindings base = findings.scope("base");
    if (base != null) {
      rows.add(row(findings, base, "before alignment", ""));
    }
    for (ScopeFindings alignment : findings.alignments()) {
      rows.add(row(findings, alignment, "aligned", ""));
      for (ScopeFindings cell : findings.cellsOf(alignment.scope())) {
        rows.add(row(findings, cell, attack(cell), breaksAt(cell)));
      }
    }
    return rows;
  }

  /** HS+, or null. */
  public @Nullable Score harmfulPlus() {
    return point == null ? null : point.harmfulPlus();
  }

  /** Refusals of harmful prompts, or null. */
  public @Nullable Score refusal() {
    return point == null ? null : point.refusal();
  }

  /** Refusals of allowed prompts, or null. */
  public @Nullable Score overRefusal() {
    return point == null ? null : point.overRefusal();
  }

  /** Accuracy on the user's task, or null. */
  public @Nullable Score accuracy() {
    return point == null ? null : point.accuracy();
  }

  private static HeadlineRow row(
      Findings findings, ScopeFindings scope, String moment, String breaksAt) {
    PointFindings last = scope.last();
    return new HeadlineRow(
        scope.scope(), modelName(scope), moment, last, findings.harmfulScore(last), breaksAt);
  }

  /** Label and seed of a scope's alignment. */
  public static String modelName(ScopeFindings scope) {
    ScopeFindings.Alignment alignment = scope.alignment();
    return alignment == null ? "base model" : alignment.label() + ", seed " + alignment.seed();
  }

  private static String attack(ScopeFindings cell) {
    ScopeFindings.Attack attack = cell.attack();
    PointFindings last = cell.last();
    if (attack == null) {
      return "aligned";
    }
    String steps = last == null ? "" : " x " + last.point().step() + " steps";
    return String.format(
        Locale.ROOT,
        "attacked %s%%%s, seed %d",
        percent(attack.harmfulRatio()),
        steps,
        attack.seed());
  }

  private static String percent(double ratio) {
    String text = String.format(Locale.ROOT, "%.2f", 100 * ratio);
    return text.replaceAll("\\.?0+$", "");
  }

  private static String breaksAt(ScopeFindings cell) {
    Survival survival = cell.survival();
    if (survival == null || survival.curve().isEmpty()) {
      return "-";
    }
    int last = survival.curve().get(survival.curve().size() - 1).step();
    return survival.stepsToBreak() == null ? "> " + last : survival.stepsToBreak().toString();
  }
}
