package realign.probe;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.model.LanguageModel;
import realign.result.Point;
import realign.safetensors.HostTensor;
import realign.spec.Scope;
import realign.training.BuiltModels;

/**
 * The models of a scope on the engine: one model, which becomes another by setting what was
 * trained. Built as the training stages build it, and never trained here: the seed of a fresh
 * adapter does not matter, because its B is zero until trained values are set.
 */
public final class ModelSubjects implements Subjects {
  private static final long ANY_SEED = 0;

  private final LanguageModel model;
  private final Subject subject;
  private final @Nullable Map<String, HostTensor> before;
  private final Function<Point, Map<String, HostTensor>> trained;
  private @Nullable Object current;

  private ModelSubjects(
      LanguageModel model,
      @Nullable Map<String, HostTensor> before,
      Function<Point, Map<String, HostTensor>> trained) {
    this.model = model;
    this.subject = new ModelSubject(model);
    this.before = before;
    this.trained = trained;
  }

  /**
   * Models of a scope.
   *
   * @param scope whose models are measured: base, align or cell
   */
  public static SubjectSource source(BuiltModels models, Scope scope) {
    return from -> {
      if (scope instanceof Scope.Base) {
        return new ModelSubjects(models.unchanged(), null, point -> Map.of());
      }
      if (from == null) {
        throw new IllegalArgumentException("nothing was trained in scope " + scope.name());
      }
      return trained(models, scope, from);
    };
  }

  private static ModelSubjects trained(BuiltModels models, Scope scope, Restored from) {
    if (scope instanceof Scope.Align) {
      return trained(models.toAlign(ANY_SEED), point -> models.alignedWeights(from));
    }
    if (scope instanceof Scope.Cell cell) {
      return trained(
          models.toAttack(cell.alignment().name(), ANY_SEED),
          point -> models.attackedWeights(from, point.step()));
    }
    throw new IllegalArgumentException("no model in scope " + scope.name());
  }

  private static ModelSubjects trained(
      LanguageModel model, Function<Point, Map<String, HostTensor>> trained) {
    try {
      return new ModelSubjects(model, model.trainable().snapshot(), trained);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  @Override
  public Subject at(Point point) {
    if (before != null && !point.equals(current)) {
      model.trainable().restore(trained.apply(point));
    }
    current = point;
    return subject;
  }

  @Override
  public Subject before(Point point) {
    if (before == null) {
      throw new IllegalArgumentException("nothing led to the point " + point);
    }
    model.trainable().restore(before);
    current = null;
    return subject;
  }

  @Override
  public void close() {
    model.close();
  }
}
