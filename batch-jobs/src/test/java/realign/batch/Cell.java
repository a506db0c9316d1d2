package realign.batch;

import java.util.List;
import realign.spec.Scope;

/** A stage of a scope: a column of the crash matrix. */
record Cell(String scope, String stage) {

  /** All stages of a run with one alignment and one attack, in the order in which they are done. */
  static final List<Cell> ALL = inOrder();

  private static List<Cell> inOrder() {
    RunPlan plan = new RunPlan(ToySpec.oneOfEach(), List.of(), null);
    return plan.scopes().stream()
        .flatMap(scope -> plan.stages(scope).stream().map(stage -> of(scope, stage)))
        .toList();
  }

  private static Cell of(Scope scope, String stage) {
    return new Cell(scope.name(), stage);
  }

  /** The stage with which a scope begins. */
  static Cell first(String scope) {
    return ALL.stream()
        .filter(cell -> cell.scope().equals(scope))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scope " + scope));
  }

  /** Place in the order. */
  int index() {
    return ALL.indexOf(this);
  }

  @Override
  public String toString() {
    return scope + "/" + stage;
  }
}
