package realign.method;

/**
 * Vaccine at steps 1, tau + 1, 2 tau + 1 ..., supervised fine-tuning between (arXiv 2402.01109,
 * Appendix A, Algorithm 2).
 */
record AcceleratedVaccine(double rho, int tau) implements Method {
  @Override
  public StepLosses step(TrainingContext context) {
    return at(context.step()).step(context);
  }

  @Override
  public int sitePasses(int step) {
    return at(step).sitePasses(step);
  }

  private Method at(int step) {
    return (step - 1) % tau == 0 ? new Vaccine(rho) : new Sft();
  }
}
