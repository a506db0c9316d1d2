package realign.probe;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.model.LanguageModel;
import realign.result.Point;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.AlignSpec;
import realign.spec.AttackSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * The models of a scope on the engine: one model, which becomes another by setting what was
 * trained. Built as the training stages build it, and never trained here: the seed of a fresh
 * adapter does not matter, because its B is zero until trained values are set.
 */
public final class ModelSubjects implements Subjects {
  /** Artefact of an alignment that trained an adapter, and of one that trained everything. */
  private static final String ADAPTER = "adapter";

  private static final String WEIGHTS = "weights";
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
   * @param base opens the model that is aligned
   * @param results gives the result of a finished scope by its name
   */
  public static SubjectSource source(
      RunSpec spec, Scope scope, Supplier<LanguageModel> base, Function<String, Restored> results) {
    return from -> {
      LanguageModel model = base.get();
      try {
        return open(spec, scope, model, results, from);
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    };
  }

  private static ModelSubjects open(
      RunSpec spec,
      Scope scope,
      LanguageModel model,
      Function<String, Restored> results,
      @Nullable Restored from) {
    if (scope instanceof Scope.Align && from != null) {
      makeTrainable(model, spec.align());
      return new ModelSubjects(
          model, model.trainable().snapshot(), point -> aligned(spec.align(), from));
    }
    if (scope instanceof Scope.Cell cell && from != null) {
      makeTrainable(model, spec.align());
      model.trainable().restore(aligned(spec.align(), results.apply(cell.alignment().name())));
      attack(model, spec);
      return new ModelSubjects(
          model,
          model.trainable().snapshot(),
          point -> Safetensors.read(from.artefact(Points.adapter(point))));
    }
    return new ModelSubjects(model, null, point -> Map.of());
  }

  private static void makeTrainable(LanguageModel model, AlignSpec align) {
    switch (align.trained()) {
      case LORA -> model.attachAdapter(align.lora(), ANY_SEED);
      case ALL -> model.trainAll();
    }
  }

  private static Map<String, HostTensor> aligned(AlignSpec align, Restored result) {
    return Safetensors.read(
        result.artefact(align.trained() == AlignSpec.Trained.LORA ? ADAPTER : WEIGHTS));
  }

  /** Double LoRA: merged, then a fresh adapter; single LoRA goes on with what is there. */
  private static void attack(LanguageModel model, RunSpec spec) {
    AttackSpec attack = java.util.Objects.requireNonNull(spec.attack());
    if (attack.adapter() == AttackSpec.Adapter.FRESH) {
      if (spec.align().trained() == AlignSpec.Trained.LORA) {
        model.mergeAdapter();
      }
      model.attachAdapter(attack.lora(), ANY_SEED);
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
