package realign.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.GateSpec;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Scope;

/** Which alignment is exported. Attacked models never are. */
record ExportChoice(RunSpec spec) {

  Scope.Align scope(@Nullable String asked) {
    if (asked == null) {
      return candidate();
    }
    Scope scope = named(asked);
    if (scope instanceof Scope.Align align) {
      return align;
    }
    String rule =
        scope instanceof Scope.Cell
            ? "must be an alignment: an attacked model is harmful on purpose, never exported"
            : "must be an alignment: this scope has no model of its own";
    throw refused(ExitCode.USAGE, asked, rule, "Take one of " + String.join(", ", alignments()));
  }

  private Scope named(String asked) {
    List<Scope> scopes = Scope.of(spec);
    List<String> names = scopes.stream().map(Scope::name).toList();
    return scopes.stream()
        .filter(scope -> scope.name().equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    ExitCode.NOT_FOUND,
                    asked,
                    "must be a scope of the run",
                    NearestName.hint(asked, names)));
  }

  /** What the gate judges; by default the first method's first seed. */
  private Scope.Align candidate() {
    List<Scope.Align> all = Scope.alignments(spec);
    GateSpec gate = spec.gate();
    GateSpec.CandidateSpec candidate = gate == null ? null : gate.candidate();
    if (candidate == null) {
      return all.get(0);
    }
    return all.stream()
        .filter(a -> a.method().name().equals(candidate.method()) && a.seed() == candidate.seed())
        .findFirst()
        .orElse(all.get(0));
  }

  private List<String> alignments() {
    return Scope.alignments(spec).stream().map(Scope::name).toList();
  }

  private static ProblemException refused(ExitCode code, String asked, String rule, String fix) {
    return new ProblemException(code, new Problem("RLN-712", "--scope", asked, rule, fix));
  }
}
