package realign.probe;

import java.util.List;
import realign.model.TokenBatch;

/**
 * A model as probes see it: it answers, it has a loss, it shows what its sites hold. Nothing of it
 * can be trained. Always in evaluation mode.
 */
public interface Subject {

  /** Greedy continuations; the end id is kept. The prompts are one batch. */
  int[][] generate(int[][] prompts, int maxNewTokens);

  /** Whether an id ends an answer. */
  boolean ends(int id);

  /** Mean loss over the labelled positions of a batch. */
  double loss(TokenBatch batch);

  /** Attention outputs of every layer, each [tokens, width] row-major, rows laid end to end. */
  List<float[]> siteOutputs(TokenBatch batch);

  /** Width of an attention output. */
  int width();

  /** Longest sequence, prompt and answer together. */
  int positions();
}
