package realign.log;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Another process holds the scope and shows signs of life: exit code 6. */
public final class ScopeHeldException extends ProblemException {
  private static final long serialVersionUID = 1L;

  ScopeHeldException(String scope, Holder holder) {
    super(
        ExitCode.HELD,
        new Problem(
            "RLN-410",
            scope,
            holder.toString(),
            "must not be held by a process that lives",
            "Wait for it, stop it, or take the scope over with --force; nothing is lost then"));
  }
}
