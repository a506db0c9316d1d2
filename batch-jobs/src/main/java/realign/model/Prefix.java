package realign.model;

import ai.djl.pytorch.jni.IValue;

/**
 * What a pass computed before its first site. A later pass over the same batch with the same masks
 * and weights begins there: the second of a Vaccine step, whose perturbation comes only after it.
 * Good for one pass.
 */
final class Prefix implements AutoCloseable {
  private final TokenBatch batch;
  private final DropoutKey key;
  private final long changes;
  private final IValue x;
  private final IValue site;
  private final IValue attention;
  private boolean used;

  /** Takes the parts over from the pass that made them, whose tape holds all. */
  Prefix(Pass pass, Tape tape, TokenBatch batch, DropoutKey key, long changes) {
    this.batch = batch;
    this.key = key;
    this.changes = changes;
    this.x = pass.release(tape.input(0));
    this.site = pass.release(tape.firstSite());
    this.attention = pass.release(tape.block(0).attention());
  }

  /**
   * Whether a pass would compute the same (of the very batch, not of an equal one); {@code changes}
   * counts those of the weights.
   */
  @SuppressWarnings("ReferenceEquality")
  boolean fits(TokenBatch otherBatch, DropoutKey otherKey, long otherChanges) {
    return !used && batch == otherBatch && key.equals(otherKey) && changes == otherChanges;
  }

  /** The stream before the first block. */
  IValue x() {
    used = true;
    return x;
  }

  /** What the first block's attention gave: its result, and its part of the tape. */
  IValue[] attended() {
    return new IValue[] {site, attention};
  }

  @Override
  public void close() {
    x.close();
    site.close();
    attention.close();
  }
}
