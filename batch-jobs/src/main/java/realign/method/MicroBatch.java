package realign.method;

import realign.model.DropoutKey;
import realign.model.TokenBatch;

/**
 * The rows that go through the model at once.
 *
 * @param tokens the rows; at least one position has a label
 * @param weight share of its loss in the step's loss; the weights of a step add up to 1
 * @param key decides the dropout masks, the same ones in every pass over this micro-batch
 */
public record MicroBatch(TokenBatch tokens, double weight, DropoutKey key) {}
