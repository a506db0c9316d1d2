package realign.spec.method;

/**
 * Parameters of a method, one record each. Written {@code {name: vaccine, rho: 2.0}}. A new method
 * is one record here, one class in {@code realign.method} and one line in its registry.
 */
public sealed interface MethodSpec permits Sft, Vaccine, AcceleratedVaccine {

  /** Name in specs, reports and messages. */
  String name();
}
