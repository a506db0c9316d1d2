package realign.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * How a person names a checkpoint of a run: {@code align-000} is the newest of a scope, {@code
 * align-000:120} the one at a step, {@code align-000@7} that of a log entry.
 *
 * @param step items of its stage that were done, or null
 * @param entry number of its entry, or null
 */
public record CheckpointName(String scope, @Nullable Long step, @Nullable Long entry) {
  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9-]{0,62})(?::(\\d{1,18})|@(\\d{1,18}))?");

  /**
   * Reads a name.
   *
   * @throws ProblemException when it is none
   */
  public static CheckpointName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-416",
              "checkpoint",
              text,
              "must be SCOPE, SCOPE:STEP or SCOPE@ENTRY",
              "Look at realign checkpoint ls RUN"));
    }
    return new CheckpointName(matcher.group(1), number(matcher.group(2)), number(matcher.group(3)));
  }

  private static @Nullable Long number(@Nullable String digits) {
    return digits == null ? null : Long.valueOf(digits);
  }

  @Override
  public String toString() {
    return scope + (step != null ? ":" + step : entry != null ? "@" + entry : "");
  }
}
