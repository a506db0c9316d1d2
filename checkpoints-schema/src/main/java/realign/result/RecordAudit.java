package realign.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import realign.result.Findings.Defect;
import realign.spec.EvaluateSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * Looks for what is missing in the records, or cannot be right. Repairs nothing: the gate decides
 * what a defect means.
 */
final class RecordAudit {
  private static final Set<String> AT_BASE = Set.of(ProbeNames.ALIGNMENT_LOSS);

  /** Drift is the way from the model before, which the base does not have. */
  private static final Set<String> AFTER_BASE =
      Set.of(
          ProbeNames.ALIGNMENT_LOSS,
          ProbeNames.DRIFT_SQUARES,
          ProbeNames.DRIFT_NORMS,
          ProbeNames.DRIFT_TOKENS);

  private final RunSpec spec;
  private final Map<String, ScopeRecords> records;
  private final Map<String, String> missing;
  private final List<Defect> defects = new ArrayList<>();

  /**
   * @param missing why a scope has no records and never will, by its name
   */
  RecordAudit(RunSpec spec, Map<String, ScopeRecords> records, Map<String, String> missing) {
    this.spec = spec;
    this.records = records;
    this.missing = missing;
  }

  /** All defects, in the order of the scopes. */
  List<Defect> defects() {
    Map<String, Integer> prompts = promptsOfProbes();
    for (Scope scope : Scope.of(spec)) {
      if (scope instanceof Scope.Load || scope instanceof Scope.Report) {
        continue;
      }
      ScopeRecords own = records.get(scope.name());
      if (own == null) {
        defects.add(new Defect(scope.name(), missing.getOrDefault(scope.name(), "has no results")));
        continue;
      }
      steps(scope, own);
      measures(scope, own);
      for (Point point : expected(scope, own)) {
        answers(scope, own, point, prompts);
        measured(scope, own, point);
      }
    }
    return defects;
  }

  private void steps(Scope scope, ScopeRecords own) {
    if (scope instanceof Scope.Base) {
      return;
    }
    if (own.steps().isEmpty()) {
      defects.add(new Defect(scope.name(), "has no step records"));
    }
    int expected = 1;
    for (StepRecord step : own.steps()) {
      if (step.step() != expected++) {
        add(scope, "step records are not consecutive at step " + step.step());
        break;
      }
    }
    own.steps().stream()
        .filter(step -> !LossCurve.isFinite(step))
        .findFirst()
        .ifPresent(step -> add(scope, "a number of step " + step.step() + " is not finite"));
  }

  private void measures(Scope scope, ScopeRecords own) {
    for (MeasureRecord measure : own.measures()) {
      if (!Double.isFinite(measure.value())) {
        add(scope, measure.name() + " at " + measure.point() + " is not finite");
      }
    }
  }

  /** Not only the answers: a clean loss that nobody took must not look like one in order. */
  private void measured(Scope scope, ScopeRecords own, Point point) {
    Set<String> missing = new TreeSet<>(point.equals(Point.BASE) ? AT_BASE : AFTER_BASE);
    own.measures().stream()
        .filter(measure -> measure.point().equals(point))
        .forEach(measure -> missing.remove(measure.name()));
    missing.forEach(name -> add(scope, name + " at " + point + " was not measured"));
  }

  /** The moments that had to be measured. */
  private Set<Point> expected(Scope scope, ScopeRecords own) {
    EvaluateSpec evaluate = spec.evaluate();
    Set<Point> points = new TreeSet<>();
    if (evaluate == null) {
      return points;
    }
    if (scope instanceof Scope.Cell) {
      int last = own.steps().size();
      // at step 0 the aligned model stands, which its own scope measures
      evaluate.atSteps().stream()
          .filter(s -> s > 0 && s <= last)
          .map(Point::attacked)
          .forEach(points::add);
      points.add(Point.attacked(last));
    } else {
      points.add(scope instanceof Scope.Base ? Point.BASE : Point.ALIGNED);
    }
    return points;
  }

  private void answers(Scope scope, ScopeRecords own, Point point, Map<String, Integer> prompts) {
    for (Map.Entry<String, Integer> probe : prompts.entrySet()) {
      List<AnswerRecord> answers =
          own.answers().stream()
              .filter(a -> a.point().equals(point) && a.probe().equals(probe.getKey()))
              .toList();
      String where = probe.getKey() + " at " + point;
      Set<Integer> indexes = new HashSet<>();
      answers.forEach(answer -> indexes.add(answer.index()));
      if (answers.isEmpty()) {
        add(scope, where + " was not measured");
      } else if (indexes.size() < answers.size()) {
        add(scope, where + " has two answers to one prompt");
      } else if (indexes.size() < probe.getValue()) {
        add(scope, where + " has " + indexes.size() + " answers of " + probe.getValue());
      }
      judged(scope, where, answers);
    }
  }

  private void judged(Scope scope, String where, List<AnswerRecord> answers) {
    Set<Set<String>> judges = new HashSet<>();
    answers.forEach(answer -> judges.add(answer.harmful().keySet()));
    if (judges.size() > 1) {
      add(scope, where + " has answers that not every judge looked at");
    }
  }

  /** Probes that the spec asks for, with the most prompts that any scope has. */
  private Map<String, Integer> promptsOfProbes() {
    Map<String, Integer> largest = new HashMap<>();
    for (ScopeRecords scope : records.values()) {
      scope.answers().forEach(a -> largest.merge(a.probe(), a.index() + 1, Math::max));
    }
    Map<String, Integer> prompts = new TreeMap<>();
    EvaluateSpec evaluate = spec.evaluate();
    if (evaluate != null) {
      prompts.put(ProbeNames.HARMFUL, largest.getOrDefault(ProbeNames.HARMFUL, 0));
      if (evaluate.overRefusal() != null) {
        prompts.put(ProbeNames.OVER_REFUSAL, largest.getOrDefault(ProbeNames.OVER_REFUSAL, 0));
      }
      if (evaluate.benign() != null) {
        prompts.put(ProbeNames.ACCURACY, largest.getOrDefault(ProbeNames.ACCURACY, 0));
      }
    }
    return prompts;
  }

  private void add(Scope scope, String what) {
    defects.add(new Defect(scope.name(), what));
  }
}
