package realign.benchmark;

/**
 * What a process of its own shall measure; its argument, as JSON. The number of threads is not
 * here: it goes in by {@code REALIGN_THREADS}, as for every process that computes.
 *
 * @param model Hugging Face directory; without weights they are drawn at random
 * @param workload file of batches
 * @param first 0-based batch to begin with
 * @param steps that are timed, a batch each
 * @param warmup steps before them, on the first batch
 * @param method of training, or {@link #GENERATE}
 * @param tau of the accelerated method
 * @param compute arithmetic of the frozen products
 * @param rank of the adapter
 * @param newTokens for each prompt, when generating
 */
record StepRequest(
    String model,
    String workload,
    int first,
    int steps,
    int warmup,
    String method,
    int tau,
    String compute,
    int rank,
    int newTokens) {
  static final String GENERATE = "generate";

  /** The batch of a 0-based step, those that warm up included. */
  int batch(int step) {
    return first + Math.max(0, step - warmup);
  }
}
