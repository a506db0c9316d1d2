package realign.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gathers problems, so that a person meets all of them at once. Not safe for several threads. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Adds a problem. */
  public void add(Problem problem) {
    found.add(problem);
  }

  /** Adds the problem unless the rule holds. */
  public void require(boolean holds, Supplier<Problem> problem) {
    if (!holds) {
      found.add(problem.get());
    }
  }

  /** Whether none was found. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Those found, in order. */
  public List<Problem> list() {
    return List.copyOf(found);
  }

  /** Throws all of them, if there is any. */
  public void throwIfAny(ExitCode exitCode) {
    if (!found.isEmpty()) {
      throw new ProblemException(exitCode, found);
    }
  }
}
