package realign.training;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.AlignSpec.Trained;

/**
 * Which weights of a training stage stay, and under which names.
 *
 * @param result name of the weights that the stage offers at its end; null for an attack, which
 *     offers none: all that it keeps is restricted and has its step in the name
 * @param steps attack steps whose weights stay beside those of the last; 0 is before the first
 */
public record Artefacts(@Nullable String result, Set<Integer> steps) {
  /** Name of an alignment's adapter. */
  public static final String ADAPTER = "adapter";

  /** Name of an alignment's weights where all parameters were trained. */
  static final String WEIGHTS = "weights";

  private static final String ADAPTER_AT = ADAPTER + "@";

  public Artefacts {
    steps = Set.copyOf(steps);
  }

  /** An alignment offers what it ends with. */
  public static Artefacts aligned(Trained trained) {
    return new Artefacts(name(trained), Set.of());
  }

  /** Name of what an alignment offers. */
  static String name(Trained trained) {
    return trained == Trained.LORA ? ADAPTER : WEIGHTS;
  }

  /**
   * An attack keeps the steps at which it is measured and its last.
   *
   * @param atSteps {@code evaluate.atSteps}; those beyond the last step never come
   */
  public static Artefacts attacked(Collection<Integer> atSteps) {
    return new Artefacts(null, Set.copyOf(atSteps));
  }

  /** Name of the adapter after so many attack steps. */
  public static String attackedAdapter(long step) {
    return ADAPTER_AT + step;
  }

  /** The attack step that an artefact's name tells of; empty for other artefacts. */
  public static OptionalInt attackedStep(String name) {
    return name.startsWith(ADAPTER_AT)
        ? OptionalInt.of(Integer.parseInt(name.substring(ADAPTER_AT.length())))
        : OptionalInt.empty();
  }

  /** Whether the weights are harmful on purpose. */
  boolean restricted() {
    return result == null;
  }

  /** Name for the weights after a step of {@code size}, if they stay. */
  Optional<String> nameAfter(long step, long size) {
    if (result != null) {
      return step == size ? Optional.of(result) : Optional.empty();
    }
    boolean kept = step == size || steps.contains((int) step);
    return kept ? Optional.of(attackedAdapter(step)) : Optional.empty();
  }
}
