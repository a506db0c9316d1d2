package realign.benchmark;

/**
 * One row of the result.
 *
 * @param method {@code sft}, {@code vaccine}, {@code accelerated-vaccine} or {@code generate}
 * @param compute {@code f32} or {@code bf16}
 * @param threads native threads
 * @param steps timed steps
 */
record Configuration(Preset model, String method, String compute, int threads, int steps) {

  /** Whether the reference knows the method. */
  boolean hasReference() {
    return !method.equals(Plan.ACCELERATED);
  }

  Configuration withCompute(String other) {
    return new Configuration(model, method, other, threads, steps);
  }

  Configuration withMethod(String other) {
    return new Configuration(model, other, compute, threads, steps);
  }

  @Override
  public String toString() {
    return "%s %s %s, %d %s"
        .formatted(model.label(), method, compute, threads, threads == 1 ? "thread" : "threads");
  }
}
