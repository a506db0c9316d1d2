package realign.model;

import java.util.Locale;

/**
 * Bytes that training needs beside the program itself, by what they are for. Counted, not measured:
 * an allocator rounds up, and mapped weights need memory only while they are read.
 *
 * @param weights of the base, mapped or converted
 * @param folded copies of matrices with the adapter added
 * @param trained values, gradients and moments of what is trained
 * @param activations what waits for the way back, and gradients at sites
 * @param working what a part of a block, or the loss, computes in
 */
public record MemoryNeed(long weights, long folded, long trained, long activations, long working) {

  /** All of it. */
  public long total() {
    return weights + beyondWeights();
  }

  /** What cannot lie in a file that is mapped. */
  public long beyondWeights() {
    return folded + trained + activations + working;
  }

  /** What a batch decides. */
  public long ofBatch() {
    return activations + working;
  }

  /** For a person, in MiB. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d MiB (weights %d, folded copies %d, trained state %d, activations %d, working room %d)",
        mebi(total()),
        mebi(weights),
        mebi(folded),
        mebi(trained),
        mebi(activations),
        mebi(working));
  }

  private static long mebi(long bytes) {
    return Math.round(bytes / 1048576.0);
  }
}
