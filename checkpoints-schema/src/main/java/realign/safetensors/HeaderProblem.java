package realign.safetensors;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Refuses a file that is no safetensors file, or was not transferred whole. */
final class HeaderProblem {

  private HeaderProblem() {}

  static ProblemException of(String source, String where, String value, String rule) {
    return of(source, where, value, rule, null);
  }

  static ProblemException of(
      String source, String where, String value, String rule, @Nullable Throwable cause) {
    Problem problem =
        new Problem(
            "RLN-310",
            where.isEmpty() ? source : source + ": " + where,
            value,
            rule,
            "Copy the file again, or write it again with a safetensors library");
    return new ProblemException(ExitCode.INVALID, List.of(problem), cause);
  }
}
