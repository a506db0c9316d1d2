package realign.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** The cluster refused, or could not be reached. */
public final class ClusterException extends ProblemException {
  private static final long serialVersionUID = 1L;

  /** A failure with what ends a command. */
  public ClusterException(ExitCode exit, Problem problem, @Nullable Throwable cause) {
    this(exit, List.of(problem), cause);
  }

  /** A failure of several causes. */
  ClusterException(ExitCode exit, List<Problem> problems, @Nullable Throwable cause) {
    super(exit, problems, cause);
  }
}
