package realign.spec.method;

import realign.spec.Setting;

/** Vaccine (arXiv 2402.01109, Algorithm 1). */
public record Vaccine(
    @Setting(value = "joint L2 norm of the perturbation of a micro-batch", byDefault = "2", min = 0)
        double rho)
    implements MethodSpec {
  @Override
  public String name() {
    return "vaccine";
  }
}
