package realign.spec.method;

import realign.spec.Setting;
import realign.spec.binding.Settings;

/** Vaccine at every tau-th step, SFT between (arXiv 2402.01109, Appendix A). */
public record AcceleratedVaccine(
    @Setting(value = "joint L2 norm of the perturbation of a micro-batch", byDefault = "2", min = 0)
        double rho,
    @Setting(
            value = "a perturbation at every tau-th step, the first included",
            byDefault = "100",
            min = 1)
        int tau)
    implements MethodSpec {
  public AcceleratedVaccine {
    Settings.check(AcceleratedVaccine.class, rho, tau);
  }
}
