package realign.method;

import realign.model.SiteGradients;
import realign.model.SiteTensors;

/**
 * Vaccine (arXiv 2402.01109, Algorithm 1): trains under the perturbation of all attention outputs
 * that raises the loss most, to first order, within a joint L2 norm of rho.
 *
 * <p>rho is the budget of a micro-batch, whatever its weight. Unlike the published code, gradients
 * of earlier micro-batches are kept, and both passes share their dropout masks.
 */
record Vaccine(double rho) implements Method {
  /** Keeps a vanishing gradient from dividing by zero, as published. */
  private static final double EPSILON = 1e-7;

  @Override
  public StepLosses step(TrainingContext context) {
    return StepLosses.mean(context.microBatches(), batch -> pass(context, batch));
  }

  @Override
  public int sitePasses(int step) {
    return 1;
  }

  /** eps_l = rho g_l / (||(g_1 .. g_L)|| + 1e-7), one norm over all layers (Appendix C). */
  private StepLosses pass(TrainingContext context, MicroBatch batch) {
    try (SiteGradients clean = context.sites(batch)) {
      double norm = clean.tensors().norm();
      try (SiteTensors eps = clean.tensors().scaled(rho / (norm + EPSILON))) {
        double loss = context.accumulate(batch, eps);
        return new StepLosses(loss, clean.loss(), norm, eps.norm());
      }
    }
  }
}
