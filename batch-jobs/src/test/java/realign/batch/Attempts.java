package realign.batch;

import org.jspecify.annotations.Nullable;

/** Makes attempts at a run, one after the other, each of which may be halted. */
interface Attempts {

  /**
   * How an attempt ended.
   *
   * @param halted where it was halted, or null when it ended by itself
   * @param code its exit code
   */
  record Ending(@Nullable Cell halted, int code) {}

  /** Makes the next attempt. */
  Ending next(Halt halt);
}
