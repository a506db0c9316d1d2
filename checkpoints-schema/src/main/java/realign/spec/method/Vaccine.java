package realign.spec.method;

import realign.spec.Setting;
import realign.spec.binding.Settings;

/** Vaccine (arXiv 2402.01109, Algorithm 1). */
public record Vaccine(
    @Setting(value = "joint L2 norm of the perturbation of a micro-batch", byDefault = "2", min = 0)
        double rho)
    implements MethodSpec {
  public Vaccine {
    Settings.check(Vaccine.class, rho);
  }
}
