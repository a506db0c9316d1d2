package realign.model;

import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import realign.spec.LoraSpec;

/**
 * A causal language model on the engine: losses, gradients, generation. Knows nothing of
 * optimisers, methods or texts. One thread only, the one that made it.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class LanguageModel implements AutoCloseable {
  private LanguageModel() {}

  /**
   * Reads a Hugging Face directory.
   *
   * @throws realign.spec.ProblemException when the directory does not hold a model that is computed
   *     exactly here
   */
  public static LanguageModel load(Path directory, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  /**
   * A model with random weights for the {@code config.json} in a directory; same seed, same bits.
   */
  public static LanguageModel random(Path directory, long seed, ModelOptions options) {
    throw new UnsupportedOperationException();
  }

  /** What the model is. */
  public DecoderConfig config() {
    throw new UnsupportedOperationException();
  }

  /** The trainable parameters; none at first. */
  public Parameters trainable() {
    throw new UnsupportedOperationException();
  }

  /** Gives the named projections a fresh adapter and makes it all that is trained. */
  public void attachAdapter(LoraSpec lora, long seed) {
    throw new UnsupportedOperationException();
  }

  /** Adds the adapter to the base weights, in copies; nothing is trainable afterwards. */
  public void mergeAdapter() {
    throw new UnsupportedOperationException();
  }

  /** Makes every parameter trainable, under its Hugging Face name. */
  public void trainAll() {
    throw new UnsupportedOperationException();
  }

  /**
   * Loss and its gradient at every site, in training mode. Leaves the parameters' gradients alone
   * (Vaccine, algorithm 1: the first pass).
   */
  public SiteGradients sites(TokenBatch batch, DropoutKey key) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds {@code weight} times the loss's gradient to the parameters' gradients, in training mode.
   *
   * @param perturbation added to the sites as a constant, if any
   * @return the loss, unweighted: mean over the labelled positions
   */
  public double backward(
      TokenBatch batch, double weight, @Nullable SiteTensors perturbation, DropoutKey key) {
    throw new UnsupportedOperationException();
  }

  /** Mean loss over the labelled positions, without dropout. */
  public double loss(TokenBatch batch) {
    throw new UnsupportedOperationException();
  }

  /** What the sites hold, without dropout; the caller closes it. */
  public SiteTensors siteOutputs(TokenBatch batch) {
    throw new UnsupportedOperationException();
  }

  /**
   * Greedy continuations, all prompts in one batch. The last bits of a row depend on the batch it
   * is in: batches are fixed by the caller.
   *
   * @param prompts ids, at least one each
   * @param maxNewTokens most ids that are added to a prompt
   * @param stop ids that end a row; the end id is kept
   * @return the new ids of each prompt
   */
  public int[][] generate(int[][] prompts, int maxNewTokens, IntPredicate stop) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
