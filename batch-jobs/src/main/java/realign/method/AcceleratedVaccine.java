package realign.method;

/**
 * Vaccine at steps 1, tau + 1, 2 tau + 1 ..., supervised fine-tuning between (arXiv 2402.01109,
 * Appendix A, Algorithm 2).
 */
record AcceleratedVaccine(double rho, int tau) implements Method {
  @Override
  public StepLosses step(TrainingContext context) {
    boolean perturbed = (context.step() - 1) % tau == 0;
    return (perturbed ? new Vaccine(rho) : new Sft()).step(context);
  }
}
