package realign.cluster;

import java.util.List;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** The cluster refused, or could not be reached. */
public final class ClusterException extends ProblemException {
  private static final long serialVersionUID = 1L;

  /** A failure with what ends a command. */
  public ClusterException(ExitCode exit, Problem problem, Throwable cause) {
    super(exit, List.of(problem), cause);
  }
}
