package realign.training;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import realign.spec.AlignSpec.Trained;

/**
 * Which weights of a training stage stay, and under which names.
 *
 * @param last name of the weights after the last step
 * @param steps steps whose weights stay too, under {@link #attackedAdapter}; 0 is before the first
 * @param restricted whether they are harmful on purpose
 */
public record Artefacts(String last, Set<Integer> steps, boolean restricted) {
  /** Name of an alignment's adapter. */
  public static final String ADAPTER = "adapter";

  /** Name of an alignment's weights where all parameters were trained. */
  public static final String WEIGHTS = "weights";

  public Artefacts {
    steps = Set.copyOf(steps);
  }

  /** An alignment offers what it ends with. */
  public static Artefacts aligned(Trained trained) {
    return new Artefacts(trained == Trained.LORA ? ADAPTER : WEIGHTS, Set.of(), false);
  }

  /**
   * An attack keeps the steps at which it is measured and its last.
   *
   * @param atSteps {@code evaluate.atSteps}; those beyond the last step never come
   * @param size steps of the attack
   */
  public static Artefacts attacked(Collection<Integer> atSteps, int size) {
    return new Artefacts(attackedAdapter(size), Set.copyOf(atSteps), true);
  }

  /** Name of the adapter after so many attack steps. */
  public static String attackedAdapter(int step) {
    return ADAPTER + "@" + step;
  }

  /** Name for the weights after a step, if they stay. */
  Optional<String> nameAfter(int step, long size) {
    if (step == size) {
      return Optional.of(last);
    }
    return steps.contains(step) ? Optional.of(attackedAdapter(step)) : Optional.empty();
  }
}
