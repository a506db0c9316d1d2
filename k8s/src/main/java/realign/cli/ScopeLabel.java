package realign.cli;

import realign.result.MethodLabel;
import realign.spec.Scope;

/** What tells a scope from its siblings, in one line: method, seed, harmful ratio. */
final class ScopeLabel {
  private ScopeLabel() {}

  /** {@code vaccine rho 3 seed 1}, {@code align-000 harmful 0.1 seed 1}; else empty. */
  static String of(Scope scope) {
    if (scope instanceof Scope.Align align) {
      return MethodLabel.of(align.method()) + " seed " + align.seed();
    }
    if (scope instanceof Scope.Cell cell) {
      String attack = " harmful " + cell.harmfulRatio() + " seed " + cell.seed();
      return cell.alignment().name() + attack;
    }
    return "";
  }
}
