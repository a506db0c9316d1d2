package realign.spec;

import java.util.regex.Pattern;

/**
 * Name of a run in the store and in a cluster: at most 40 of {@code [a-z0-9-]}, beginning and
 * ending with a letter or digit, so that it serves as a Kubernetes name with room for a suffix.
 *
 * @param text the id
 */
public record RunId(String text) {
  private static final int LONGEST = 40;
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  public RunId {
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-120",
              "run id",
              text,
              "must be at most 40 of [a-z0-9-], beginning and ending with a letter or digit",
              "Take one such as nightly-2026-01-31; realign ls shows those of a store"));
    }
  }

  /** The id of a spec that was given no other: {@code <name>-<first 8 of its identity>}. */
  public static RunId of(String name, String identity) {
    return new RunId(name + "-" + identity.substring(0, 8));
  }

  @Override
  public String toString() {
    return text;
  }
}
