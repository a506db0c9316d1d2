package realign.spec;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends what cannot go on because of problems that a person can mend, all of them at once, with the
 * exit code. Not for failures of the program itself.
 */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<Problem> problems;

  /** All the problems. */
  public ProblemException(ExitCode exitCode, List<Problem> problems) {
    this(exitCode, problems, null);
  }

  /** A single problem. */
  public ProblemException(ExitCode exitCode, Problem problem) {
    this(exitCode, List.of(problem), null);
  }

  /** All the problems, and what made them known. */
  public ProblemException(ExitCode exitCode, List<Problem> problems, @Nullable Throwable cause) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an exception of problems needs at least one");
    }
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** With what the process has to end. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** The problems, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
