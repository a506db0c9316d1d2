package realign.training;

/** Ends a step before its update because the process was asked to stop. Not a failure. */
final class StepAbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepAbandonedException(int step) {
    super("step " + step + " was given up before its update");
  }
}
