package realign.store;

import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.store.StoreException.Kind;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what a failure of S3 means to a person: value, rule, fix. */
record S3Problem(S3Location at) {
  private static final int LONGEST_DETAIL = 300;

  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "InvalidToken",
          "InvalidSecurity",
          "UnrecognizedClientException",
          "InvalidClientTokenId");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");
  private static final Set<String> OTHER_REGION =
      Set.of(
          "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "TemporaryRedirect",
          "Redirect",
          "IllegalLocationConstraintException");

  /** An answer without a code was cut on its way: it says nothing, not even what is missing. */
  private static final Diagnosis BROKEN =
      Diagnosis.passing("RLN-427", "the answer came broken; try again later");

  /** What a failure says, apart from what it means for a change. */
  private record Diagnosis(String id, boolean forGood, ExitCode exit, String words) {
    static Diagnosis credentials(String id, String words) {
      return new Diagnosis(id, true, ExitCode.CREDENTIALS, words);
    }

    static Diagnosis passing(String id, String words) {
      return new Diagnosis(id, false, ExitCode.STORE_UNAVAILABLE, words);
    }
  }

  /** A change failed; what was sent decides whether it may have happened all the same. */
  StoreException change(String key, SdkException failure, S3Attempts attempts) {
    Diagnosis diagnosis = diagnose(failure);
    Kind kind = diagnosis.forGood() ? Kind.REFUSED : Kind.BUSY;
    return exception(key, diagnosis, failure, attempts.mayHaveHappened() ? Kind.UNKNOWN : kind);
  }

  /** Something could not be read. */
  StoreException read(String key, SdkException failure) {
    Diagnosis diagnosis = diagnose(failure);
    return exception(key, diagnosis, failure, diagnosis.forGood() ? Kind.REFUSED : Kind.BUSY);
  }

  private StoreException exception(
      String key, Diagnosis diagnosis, SdkException failure, Kind kind) {
    String message =
        "store %s: %s: %s (%s) [%s]"
            .formatted(at, key, diagnosis.words(), detail(failure), diagnosis.id());
    return new StoreException(message, failure, kind, diagnosis.exit());
  }

  private Diagnosis diagnose(SdkException failure) {
    return failure instanceof AwsServiceException answer ? ofAnswer(answer) : ofClient(failure);
  }

  private Diagnosis ofAnswer(AwsServiceException answer) {
    String code = code(answer);
    int status = answer.statusCode();
    if (EXPIRED.contains(code)) {
      return Diagnosis.credentials(
          "RLN-421", "the credentials have expired; get new ones and run the command again");
    }
    if (BAD_CREDENTIALS.contains(code) || status == 401 || isOfTokenService(answer)) {
      return Diagnosis.credentials(
          "RLN-421",
          "the credentials must be ones that the service knows; check AWS_ACCESS_KEY_ID,"
              + " AWS_SECRET_ACCESS_KEY, the profile or the pod's ServiceAccount");
    }
    if (OTHER_REGION.contains(code) || status == 301 || status == 307) {
      return new Diagnosis("RLN-423", true, ExitCode.INVALID, otherRegion(answer));
    }
    if (code.equals("NoSuchBucket")) {
      return new Diagnosis(
          "RLN-424",
          true,
          ExitCode.NOT_FOUND,
          "bucket " + at.bucket() + " must exist; create it, or correct the store's address");
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return new Diagnosis(
          "RLN-430",
          true,
          ExitCode.STORE_UNAVAILABLE,
          "the clock of this machine must be right; set it");
    }
    if (status == 503 || status == 429 || status == 409) {
      return Diagnosis.passing("RLN-426", "the service is too busy; try again later");
    }
    if (status >= 500 || code.equals("RequestTimeout")) {
      return Diagnosis.passing("RLN-427", "the service failed; try again later");
    }
    if (status == 403) {
      return denied();
    }
    return code.isEmpty() ? BROKEN : refusedOtherwise();
  }

  private Diagnosis denied() {
    return Diagnosis.credentials(
        "RLN-422",
        "must be allowed for these credentials; let the bucket's policy allow the prefix"
            + ", and s3:ListBucket too, without which a missing object looks like a denied one");
  }

  private static Diagnosis refusedOtherwise() {
    return new Diagnosis(
        "RLN-428",
        true,
        ExitCode.STORE_UNAVAILABLE,
        "the service refused the request; look at the bucket's settings and at target.s3");
  }

  private String otherRegion(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String told =
        details == null || details.sdkHttpResponse() == null
            ? null
            : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse(null);
    String region = told == null ? "the bucket's" : Detail.clean(told);
    return "bucket "
        + at.bucket()
        + " must be asked for in its own region; set s3.region in the"
        + " target, or AWS_REGION, to "
        + region;
  }

  private static Diagnosis ofClient(SdkException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("credentials") || message.contains("profile file")) {
      return Diagnosis.credentials(
          "RLN-420",
          "credentials must be given"
              + found(System.getenv())
              + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a ServiceAccount"
              + " with a role");
    }
    if (caused(failure, UnknownHostException.class)) {
      return Diagnosis.passing(
          "RLN-425",
          "the host must be known; check s3.endpoint and s3.region, and set s3.addressing to path"
              + " where buckets have no host names");
    }
    if (caused(failure, java.net.ConnectException.class)) {
      return Diagnosis.passing("RLN-425", "nothing answers there; check s3.endpoint");
    }
    if (caused(failure, SSLException.class)) {
      return Diagnosis.passing(
          "RLN-425", "the connection must be trusted; check s3.endpoint and its certificate");
    }
    return timedOut(failure)
        ? Diagnosis.passing("RLN-427", "no answer in time; try again later")
        : Diagnosis.passing("RLN-427", "the connection broke; try again later");
  }

  /** What is there and does not suffice: the SDK's own list of all that it tried hides it. */
  static String found(Map<String, String> environment) {
    boolean key = !environment.getOrDefault("AWS_ACCESS_KEY_ID", "").isBlank();
    boolean secret = !environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "").isBlank();
    if (key != secret) {
      return key
          ? ", but of the two variables only AWS_ACCESS_KEY_ID is set"
          : ", but of the two variables only AWS_SECRET_ACCESS_KEY is set";
    }
    String profile = environment.getOrDefault("AWS_PROFILE", "");
    return key || profile.isBlank()
        ? ""
        : ", but AWS_PROFILE=" + Detail.clean(profile) + " has none";
  }

  private static boolean timedOut(SdkException failure) {
    return failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException
        || caused(failure, java.net.SocketTimeoutException.class);
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /** Whoever exchanges a token for credentials answers as another service. */
  private static boolean isOfTokenService(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details != null && "Sts".equalsIgnoreCase(details.serviceName());
  }

  private static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    @Nullable String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  private static String detail(SdkException failure) {
    return Detail.clean(
        failure instanceof AwsServiceException answer
            ? "%d %s, request %s".formatted(answer.statusCode(), code(answer), answer.requestId())
            : String.valueOf(failure.getMessage()).replaceFirst("(?s) in the chain AwsCred.*", ""));
  }

  /** What came over the network, for a terminal. */
  private static final class Detail {
    static String clean(String text) {
      String printable = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
      return printable.length() <= LONGEST_DETAIL
          ? printable
          : printable.substring(0, LONGEST_DETAIL) + "...";
    }
  }
}
