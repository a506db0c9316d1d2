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

  /** A person reads no more at once, and a hostile document may have many thousands. */
  private static final int MOST_SHOWN = 100;

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
    super(message(problems), cause);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an exception of problems needs at least one");
    }
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  private static String message(List<Problem> problems) {
    String lines =
        problems.stream()
            .limit(MOST_SHOWN)
            .map(Problem::toString)
            .collect(Collectors.joining("\n"));
    int more = problems.size() - MOST_SHOWN;
    return more > 0 ? lines + "\n... and " + more + " more" : lines;
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
