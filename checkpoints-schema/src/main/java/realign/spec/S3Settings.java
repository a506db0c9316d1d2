package realign.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/**
 * How an S3 store is reached. Without secrets: credentials come from where the AWS tools find them
 * (environment, profile, web identity, container, machine).
 */
public record S3Settings(
    @Setting(
            value =
                "region of the bucket; else that of the environment (AWS_REGION), the profile or"
                    + " the machine",
            optional = true,
            pattern = "[a-z0-9-]{1,40}")
        @Nullable String region,
    @Setting(
            value =
                "address of the service where it is not that of AWS; else that of the environment"
                    + " (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL)",
            optional = true,
            pattern = "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?")
        @Nullable String endpoint,
    @Setting(
            value =
                "bucket as part of the path or of the host; auto: path where an endpoint is set",
            byDefault = "auto")
        Addressing addressing,
    @Setting(
            value =
                "encryption at rest that each object asks for; none: whatever the bucket does by"
                    + " itself",
            byDefault = "none")
        Encryption encryption,
    @Setting(
            value = "key of encryption aws-kms, by id or ARN; else the account's own",
            optional = true,
            pattern = "[A-Za-z0-9:/_-]{1,2048}")
        @Nullable String kmsKey,
    @Setting(
            value = "account that must own the bucket, 12 digits; requests to another's fail",
            optional = true,
            pattern = "[0-9]{12}")
        @Nullable String bucketOwner,
    @Setting(value = "longest wait for a connection", byDefault = "5s") Duration connectTimeout,
    @Setting(value = "longest wait for the next bytes of an answer", byDefault = "30s")
        Duration readTimeout,
    @Setting(
            value = "longest time of one request, repetitions included, of at most 32 MB",
            byDefault = "5m")
        Duration totalTimeout,
    @Setting(
            value = "how often a request is sent before its failure counts",
            byDefault = "4",
            min = 1,
            max = 20)
        int attempts) {

  /** Those of a target that says nothing of S3. */
  public static final S3Settings DEFAULT =
      new S3Settings(
          null,
          null,
          Addressing.AUTO,
          Encryption.NONE,
          null,
          null,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          4);

  /** Where a request names the bucket. */
  public enum Addressing {
    AUTO,
    PATH,
    HOST
  }

  /** Encryption at rest. */
  public enum Encryption {
    NONE,
    AES256,
    AWS_KMS
  }

  public S3Settings {
    Settings.check(
        S3Settings.class,
        region,
        endpoint,
        addressing,
        encryption,
        kmsKey,
        bucketOwner,
        connectTimeout,
        readTimeout,
        totalTimeout,
        attempts);
    SpecRule.require(
        kmsKey == null || encryption == Encryption.AWS_KMS,
        "kmsKey",
        kmsKey,
        "must stand beside encryption aws-kms, which is " + Kebab.of(encryption),
        "Set encryption: aws-kms, or take the key away");
  }
}
