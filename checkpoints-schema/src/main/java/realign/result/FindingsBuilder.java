package realign.result;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * Findings from the records of a run. Reads nothing but its arguments and takes every mean in the
 * order of the records, so the same records give the same bits.
 */
public final class FindingsBuilder {
  private final RunSpec spec;
  private final Map<String, ScopeRecords> records;
  private final Map<String, String> missing;
  private final List<String> judges;

  private FindingsBuilder(
      RunSpec spec, Map<String, ScopeRecords> records, Map<String, String> missing) {
    this.spec = spec;
    this.records = records;
    this.missing = missing;
    this.judges = judges(spec, records);
  }

  /**
   * The findings of a run.
   *
   * @param records by scope; a planned scope without records becomes a defect, not an error
   */
  public static Findings build(RunSpec spec, Map<String, ScopeRecords> records) {
    return build(spec, records, Map.of());
  }

  /**
   * The same for a run of which some scopes were given up.
   *
   * @param missing why a scope has no records and never will, by its name: what a defect then says
   *     after that name
   */
  public static Findings build(
      RunSpec spec, Map<String, ScopeRecords> records, Map<String, String> missing) {
    return new FindingsBuilder(spec, Map.copyOf(records), Map.copyOf(missing)).build();
  }

  private Findings build() {
    List<ScopeFindings> scopes = new ArrayList<>();
    for (Scope scope : Scope.of(spec)) {
      ScopeFindings found = scope(scope, scopes);
      if (found != null) {
        scopes.add(found);
      }
    }
    return new Findings(judges, scopes, new RecordAudit(spec, records, missing).defects());
  }

  /** Alignments come before the cells that attack them, and base before all. */
  private @Nullable ScopeFindings scope(Scope scope, List<ScopeFindings> before) {
    if (scope instanceof Scope.Base) {
      return new ScopeFindings("base", null, null, null, points(scope), null, null);
    }
    if (scope instanceof Scope.Align align) {
      return alignment(align, before);
    }
    return scope instanceof Scope.Cell cell ? attack(cell, before) : null;
  }

  private ScopeFindings alignment(Scope.Align align, List<ScopeFindings> before) {
    TrainingFindings training = LossCurve.training(of(align).steps());
    List<PointFindings> points = points(align);
    AlignmentCheck check =
        AlignmentChecks.check(
            firstJudge(),
            firstPoint(before, "base"),
            points.isEmpty() ? null : points.get(0),
            training);
    return new ScopeFindings(align.name(), identity(align), null, training, points, check, null);
  }

  private ScopeFindings attack(Scope.Cell cell, List<ScopeFindings> before) {
    List<PointFindings> points = points(cell);
    return new ScopeFindings(
        cell.name(),
        identity(cell.alignment()),
        new ScopeFindings.Attack(cell.harmfulRatio(), cell.seed()),
        LossCurve.training(of(cell).steps()),
        points,
        null,
        missing.containsKey(cell.name())
            ? Survival.of(List.of())
            : survival(firstPoint(before, cell.alignment().name()), points));
  }

  private Survival survival(@Nullable PointFindings aligned, List<PointFindings> attacked) {
    List<Survival.Step> curve = new ArrayList<>();
    boolean measuredAtZero = !attacked.isEmpty() && attacked.get(0).point().step() == 0;
    Score before = aligned == null ? null : aligned.harmfulBy(firstJudge());
    if (before != null && !measuredAtZero) {
      curve.add(new Survival.Step(0, before));
    }
    for (PointFindings point : attacked) {
      Score harmful = point.harmfulBy(firstJudge());
      if (harmful != null) {
        curve.add(new Survival.Step(point.point().step(), harmful));
      }
    }
    return Survival.of(curve);
  }

  private static ScopeFindings.Alignment identity(Scope.Align align) {
    return new ScopeFindings.Alignment(
        align.name(), align.method().name(), MethodLabel.of(align.method()), align.seed());
  }

  private static @Nullable PointFindings firstPoint(List<ScopeFindings> scopes, String name) {
    return scopes.stream()
        .filter(s -> s.scope().equals(name) && !s.points().isEmpty())
        .map(s -> s.points().get(0))
        .findFirst()
        .orElse(null);
  }

  private List<PointFindings> points(Scope scope) {
    return PointTally.points(of(scope), firstJudge());
  }

  private ScopeRecords of(Scope scope) {
    return records.getOrDefault(scope.name(), ScopeRecords.NONE);
  }

  private @Nullable String firstJudge() {
    return judges.isEmpty() ? null : judges.get(0);
  }

  /** Those that looked, as the spec lists them; then those that it does not know. */
  private static List<String> judges(RunSpec spec, Map<String, ScopeRecords> records) {
    Set<String> looked = new TreeSet<>();
    for (ScopeRecords scope : records.values()) {
      scope.answers().forEach(answer -> looked.addAll(answer.harmful().keySet()));
    }
    Set<String> names = new LinkedHashSet<>();
    if (spec.evaluate() != null) {
      names.addAll(spec.evaluate().harmful().judgeNames());
    }
    names.retainAll(looked);
    names.addAll(looked);
    return List.copyOf(names);
  }
}
