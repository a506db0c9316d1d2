package realign.batch;

import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/**
 * With what the program ends.
 *
 * @param verdict the gate's word, or null where no report was made or there is no gate
 * @param sentence the gate's sentence, or null likewise
 */
record Outcome(ExitCode code, @Nullable String verdict, @Nullable String sentence) {

  /** An end of which the exit code says all. */
  Outcome(ExitCode code) {
    this(code, null, null);
  }
}
