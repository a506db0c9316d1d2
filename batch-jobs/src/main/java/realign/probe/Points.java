package realign.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.result.Point;
import realign.spec.Scope;

/** The points that a scope measures, in order. */
final class Points {
  /** Prefix of the artefacts that the attack leaves to be measured: {@code adapter@<step>}. */
  private static final String ADAPTER_AT = "adapter@";

  private Points() {}

  static List<Point> of(Scope scope, @Nullable Restored from) {
    if (scope instanceof Scope.Base) {
      return List.of(Point.BASE);
    }
    if (scope instanceof Scope.Align) {
      return List.of(Point.ALIGNED);
    }
    if (scope instanceof Scope.Cell && from != null) {
      return attacked(from);
    }
    throw new IllegalArgumentException("nothing to evaluate in scope " + scope.name());
  }

  /** Name of the artefact with the attacker's adapter at a point. */
  static String adapter(Point point) {
    return ADAPTER_AT + point.step();
  }

  private static List<Point> attacked(Restored from) {
    return from.artefactNames().stream()
        .filter(name -> name.startsWith(ADAPTER_AT))
        .map(name -> Point.attacked(Integer.parseInt(name.substring(ADAPTER_AT.length()))))
        .sorted()
        .toList();
  }
}
