package realign.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import realign.result.Findings;
import realign.result.HeadlineRow;
import realign.result.PointFindings;
import realign.result.ScopeFindings;
import realign.result.Score;
import realign.result.Survival;

/**
 * The headline numbers of one alignment: harmful score before it, after it and after the worst
 * attack, and what it cost.
 *
 * @param name method, parameters and seed
 * @param candidate whether the gate looks at it
 * @param failure null, or why the alignment did not take
 * @param breaksAt steps to break in the attack that breaks it first
 * @param area largest mean harmful score over an attack
 */
record Journey(
    String name,
    boolean candidate,
    @Nullable String failure,
    @Nullable Score before,
    @Nullable Score aligned,
    @Nullable Score attacked,
    @Nullable Score overRefusal,
    @Nullable Score accuracy,
    String breaksAt,
    String area,
    int style) {

  /** The journeys of all alignments, the candidate's first. */
  static List<Journey> of(Findings findings, @Nullable String candidate, ReportCharts charts) {
    List<Journey> journeys = new ArrayList<>();
    for (ScopeFindings alignment : findings.alignments()) {
      Journey journey = of(findings, alignment, candidate, charts);
      if (journey.candidate()) {
        journeys.add(0, journey);
      } else {
        journeys.add(journey);
      }
    }
    return journeys;
  }

  private static Journey of(
      Findings findings, ScopeFindings alignment, @Nullable String candidate, ReportCharts charts) {
    ScopeFindings base = findings.scope("base");
    PointFindings aligned = alignment.last();
    List<ScopeFindings> cells = findings.cellsOf(alignment.scope());
    ScopeFindings.Alignment identity = alignment.alignment();
    return new Journey(
        HeadlineRow.modelName(alignment),
        alignment.scope().equals(candidate),
        failure(alignment),
        base == null ? null : findings.harmfulScore(base.last()),
        findings.harmfulScore(aligned),
        worst(findings, cells),
        aligned == null ? null : aligned.overRefusal(),
        leastAccuracy(cells),
        breaksAt(cells),
        area(cells),
        identity == null ? 0 : charts.style(identity.label()));
  }

  private static @Nullable String failure(ScopeFindings alignment) {
    return alignment.check() != null
            && alignment.check().took() == realign.result.AlignmentCheck.Took.NO
        ? String.join("; ", alignment.check().reasons())
        : null;
  }

  private static @Nullable Score worst(Findings findings, List<ScopeFindings> cells) {
    Score worst = null;
    for (ScopeFindings cell : cells) {
      Score score = findings.harmfulScore(cell.last());
      if (score != null && (worst == null || score.value() > worst.value())) {
        worst = score;
      }
    }
    return worst;
  }

  private static @Nullable Score leastAccuracy(List<ScopeFindings> cells) {
    Score least = null;
    for (ScopeFindings cell : cells) {
      PointFindings last = cell.last();
      Score score = last == null ? null : last.accuracy();
      if (score != null && (least == null || score.value() < least.value())) {
        least = score;
      }
    }
    return least;
  }

  private static String area(List<ScopeFindings> cells) {
    return cells.stream()
        .map(ScopeFindings::survival)
        .filter(Objects::nonNull)
        .map(Survival::areaUnderCurve)
        .filter(Objects::nonNull)
        .max(Double::compare)
        .map(Numbers::one)
        .orElse(Numbers.ABSENT);
  }

  private static String breaksAt(List<ScopeFindings> cells) {
    List<Survival> survivals =
        cells.stream()
            .map(ScopeFindings::survival)
            .filter(Objects::nonNull)
            .filter(s -> !s.curve().isEmpty())
            .toList();
    if (survivals.isEmpty()) {
      return Numbers.ABSENT;
    }
    int first = Integer.MAX_VALUE;
    int shortest = Integer.MAX_VALUE;
    for (Survival survival : survivals) {
      Integer step = survival.stepsToBreak();
      first = step == null ? first : Math.min(first, step);
      shortest = Math.min(shortest, survival.curve().get(survival.curve().size() - 1).step());
    }
    return first == Integer.MAX_VALUE ? "> " + shortest : String.valueOf(first);
  }
}
