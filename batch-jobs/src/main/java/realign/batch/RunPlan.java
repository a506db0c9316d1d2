package realign.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.StageNames;

/** What this process works on: scopes in order, their stages, the jobs that they make up. */
final class RunPlan {
  private final RunSpec spec;
  private final List<Scope> all;
  private final List<Scope> scopes;
  private final @Nullable String stopAfter;

  /**
   * Plans a process.
   *
   * @param names scopes to work on; empty means all
   * @param stopAfter stage after which to end: in the last of the scopes that has it
   */
  RunPlan(RunSpec spec, List<String> names, @Nullable String stopAfter) {
    this.spec = spec;
    this.all = Scope.of(spec);
    this.stopAfter = stopAfter;
    List<Scope> chosen = names.isEmpty() ? all : names.stream().map(this::scope).toList();
    this.scopes = stopAfter == null ? chosen : upTo(chosen, stopAfter);
  }

  private RunPlan(RunPlan whole, List<Scope> scopes) {
    this.spec = whole.spec;
    this.all = whole.all;
    this.stopAfter = whole.stopAfter;
    this.scopes = scopes;
  }

  /** The same without work on some of its scopes; the last one, which says how it ends, stays. */
  RunPlan without(Predicate<Scope> some) {
    Scope last = scopes.get(scopes.size() - 1);
    return new RunPlan(this, scopes.stream().filter(s -> s.equals(last) || !some.test(s)).toList());
  }

  /** The scopes to work on, in order. */
  List<Scope> scopes() {
    return scopes;
  }

  /** All scopes of the run. */
  List<Scope> all() {
    return all;
  }

  /** A scope by its name. */
  Scope scope(String name) {
    return all.stream()
        .filter(scope -> scope.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown("scope", name, all.stream().map(Scope::name).toList()));
  }

  /** The stages of a scope, in order. */
  List<String> stages(Scope scope) {
    List<String> stages = new ArrayList<>();
    if (scope instanceof Scope.Load) {
      stages.add(StageNames.LOAD);
    } else if (scope instanceof Scope.Align) {
      stages.add(StageNames.ALIGN);
    } else if (scope instanceof Scope.Cell) {
      stages.add(StageNames.ATTACK);
    } else if (scope instanceof Scope.Report) {
      stages.add(StageNames.REPORT);
    }
    if (spec.evaluate() != null
        && !(scope instanceof Scope.Load || scope instanceof Scope.Report)) {
      stages.add(StageNames.EVALUATE);
    }
    return stages;
  }

  /** The scopes whose results a scope reads. */
  List<Scope> reads(Scope scope) {
    if (scope instanceof Scope.Load) {
      return List.of();
    }
    if (scope instanceof Scope.Report) {
      return all.subList(0, all.size() - 1);
    }
    if (scope instanceof Scope.Cell cell) {
      return List.of(all.get(0), cell.alignment());
    }
    return List.of(all.get(0));
  }

  /** Whether the process ends after this stage though there is more to do. */
  boolean endsAfter(Scope scope, String stage) {
    return stage.equals(stopAfter) && scope.equals(scopes.get(scopes.size() - 1));
  }

  /** Whether the report is the last that this process does. */
  boolean endsWithReport() {
    return scopes.get(scopes.size() - 1) instanceof Scope.Report;
  }

  /** The jobs to run one after the other: one for the whole chain, or one a scope. */
  List<Job> jobs() {
    if (isWholeChain()) {
      return List.of(new Job("nightly", scopes));
    }
    return scopes.stream().map(scope -> new Job(job(scope), List.of(scope))).toList();
  }

  /** A job XML and the scopes that it works on. */
  record Job(String name, List<Scope> scopes) {}

  private boolean isWholeChain() {
    return scopes.stream()
        .map(Scope::name)
        .toList()
        .equals(List.of("load", "base", "align-000", "cell-000", "report"));
  }

  private static String job(Scope scope) {
    if (scope instanceof Scope.Align) {
      return "align";
    }
    return scope instanceof Scope.Cell ? "cell" : scope.name();
  }

  private List<Scope> upTo(List<Scope> chosen, String stage) {
    for (int last = chosen.size() - 1; last >= 0; last--) {
      if (stages(chosen.get(last)).contains(stage)) {
        return chosen.subList(0, last + 1);
      }
    }
    throw unknown(
        "stage", stage, chosen.stream().flatMap(s -> stages(s).stream()).distinct().toList());
  }

  private static ProblemException unknown(String kind, String name, List<String> names) {
    return new ProblemException(
        ExitCode.USAGE,
        new Problem(
            "RLN-721",
            "--" + (kind.equals("stage") ? "stop-after" : kind),
            name,
            "must be a " + kind + " of this run",
            NearestName.hint(name, names)));
  }
}
