package realign.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** A log entry or blob is not what was written: nothing is guessed, the scope stays as it is. */
public final class DamagedLogException extends ProblemException {
  private static final long serialVersionUID = 1L;

  DamagedLogException(String key, String found, String rule, @Nullable Throwable cause) {
    super(
        ExitCode.INVALID,
        List.of(
            new Problem(
                "RLN-412",
                key,
                found,
                rule,
                "Restore the object from a copy of the store, or begin anew with --fresh")),
        cause);
  }
}
