package realign.safetensors;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Refuses a file that is no safetensors file, or was not transferred whole. */
final class HeaderProblem {
  private static final String FIX =
      "Copy the file again, or write it again with a safetensors library";

  private HeaderProblem() {}

  static ProblemException of(String source, String where, String value, String rule) {
    return of(source, where, value, rule, FIX, null);
  }

  static ProblemException of(
      String source, String where, String value, String rule, @Nullable Throwable cause) {
    return of(source, where, value, rule, FIX, cause);
  }

  static ProblemException of(String source, String where, String value, String rule, String fix) {
    return of(source, where, value, rule, fix, null);
  }

  private static ProblemException of(
      String source,
      String where,
      String value,
      String rule,
      String fix,
      @Nullable Throwable cause) {
    String path = where.isEmpty() ? source : source + ": " + where;
    Problem problem = new Problem("RLN-310", path, value, rule, fix);
    return new ProblemException(ExitCode.INVALID, List.of(problem), cause);
  }
}
