package realign.spec.method;

import realign.spec.Kebab;
import realign.spec.Variants;

/**
 * Parameters of a method, one record each. Written {@code {name: vaccine, rho: 2.0}}. A new method
 * is one record here, one class in {@code realign.method} and one line in its registry.
 */
@Variants(
    key = "name",
    later = {"booster", "lisa", "antidote", "t-vaccine", "ewc", "kl", "ldifs"})
public sealed interface MethodSpec permits Sft, Vaccine, AcceleratedVaccine {

  /** Name in specs, reports and messages: that of the record in lower kebab case. */
  default String name() {
    return Kebab.of(getClass());
  }
}
