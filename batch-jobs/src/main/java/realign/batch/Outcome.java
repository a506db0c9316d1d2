package realign.batch;

import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/**
 * With what the program ends.
 *
 * @param verdict the gate's word, or null where no report was made or there is no gate
 */
record Outcome(ExitCode code, @Nullable String verdict) {}
