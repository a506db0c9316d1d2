package realign.probe;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.result.Point;
import realign.spec.Scope;
import realign.training.Artefacts;

/** The points that a scope measures, in order. */
final class Points {
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

  private static List<Point> attacked(Restored from) {
    return from.artefactNames().stream()
        .map(Artefacts::attackedStep)
        .flatMapToInt(OptionalInt::stream)
        .mapToObj(Point::attacked)
        .sorted()
        .toList();
  }
}
