package realign.store;

import java.util.Arrays;
import java.util.regex.Pattern;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * A place in a bucket that others filled: its key is not ours to choose, but it becomes a path.
 *
 * @param key key of an object, or a prefix of keys; no part of it leads out of a folder
 */
record S3Place(String bucket, String key) {
  private static final Pattern PLACE =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/.*)?");

  static S3Place of(String location) {
    var matcher = PLACE.matcher(location);
    if (!matcher.matches()) {
      throw refused(location, "must be s3://BUCKET/KEY");
    }
    String key = matcher.group(2) == null ? "" : matcher.group(2).substring(1);
    if (!isPath(key)) {
      throw refused(location, "must have a key without empty parts, '.' and '..'");
    }
    return new S3Place(matcher.group(1), key);
  }

  /** Whether a key can be a path below a folder. */
  static boolean isPath(String key) {
    String trimmed = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    return trimmed.isEmpty()
        || (trimmed.chars().noneMatch(c -> c < ' ' || c == '\\')
            && Arrays.stream(trimmed.split("/", -1))
                .noneMatch(p -> p.isEmpty() || p.startsWith(".") || p.length() > 200));
  }

  private static ProblemException refused(String location, String rule) {
    return new ProblemException(
        ExitCode.INVALID, new Problem("RLN-433", "", location, rule, "Correct the place"));
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
