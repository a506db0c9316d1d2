package realign.store;

import java.util.regex.Pattern;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * A bucket and the prefix below which all keys of a store lie.
 *
 * @param bucket name of the bucket
 * @param prefix empty, or parts that each end with a slash
 */
record S3Location(String bucket, String prefix) {
  static final String SCHEME = "s3:";

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /**
   * Reads {@code s3://BUCKET/PREFIX}.
   *
   * @throws ProblemException when it is none; the message holds no secret that stood in it
   */
  static S3Location of(String address) {
    String rest = address.substring(SCHEME.length());
    if (!rest.startsWith("//")) {
      throw refused(address, "must begin with s3://");
    }
    if (rest.contains("@") || rest.contains("?")) {
      throw refused("s3://...", "must hold no name, password or query");
    }
    String[] parts = rest.substring(2).split("/", 2);
    if (!BUCKET.matcher(parts[0]).matches()) {
      throw refused(
          address, "must name a bucket of 3 to 63 lower-case letters, digits, '.' and '-'");
    }
    return new S3Location(parts[0], parts.length < 2 ? "" : prefix(address, parts[1]));
  }

  private static String prefix(String address, String path) {
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.isEmpty()) {
      return "";
    }
    try {
      return StoreKey.check(trimmed) + "/";
    } catch (IllegalArgumentException e) {
      throw refused(
          address,
          "must have a prefix of parts of letters, digits, '.', '_' and '-', none empty and none"
              + " beginning with a dot");
    }
  }

  private static ProblemException refused(String address, String rule) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem("RLN-400", "store", address, rule, "Give s3://BUCKET/PREFIX"));
  }

  /** The whole key of an object. */
  String key(String key) {
    return prefix + StoreKey.check(key);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.replaceFirst("/$", ""));
  }
}
