package realign.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * A bucket and a prefix in it, as policies name them.
 *
 * @param prefix empty, or parts that each end with a slash
 */
public record BucketPlace(String bucket, String prefix) {
  /** No sign that a policy reads as anything but itself. */
  private static final Pattern FORM =
      Pattern.compile(
          "s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)/?");

  /**
   * Reads {@code s3://BUCKET/PREFIX}.
   *
   * @throws ProblemException when it is none
   */
  public static BucketPlace parse(String address) {
    Matcher matcher = FORM.matcher(address);
    if (!matcher.matches()) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-755",
              "store",
              address,
              "must be a bucket of 3 to 63 lower-case letters, digits, '.' and '-', and a prefix,"
                  + " since policies are of S3",
              "Give --store s3://BUCKET/PREFIX"));
    }
    String path = matcher.group(2);
    return new BucketPlace(matcher.group(1), path.isEmpty() ? "" : path.substring(1) + "/");
  }

  /** The bucket as policies name it. */
  String bucketArn() {
    return "arn:aws:s3:::" + bucket;
  }

  /** A key, or keys by a pattern, below the prefix. */
  String arn(String keys) {
    return bucketArn() + "/" + prefix + keys;
  }
}
