package realign.store;

import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.S3Settings;
import realign.spec.S3Settings.Addressing;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Opens clients of S3 as settings say. What they leave open the SDK finds where the AWS tools do.
 */
final class S3Clients {
  private static final String OWNER = "x-amz-expected-bucket-owner";
  private static final List<String> ENDPOINTS = List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/]\\S*");
  private static final String REGION_OF_OTHERS = "us-east-1";

  private static final Problem NO_REGION =
      new Problem(
          "RLN-429",
          "s3.region",
          null,
          "must be known, and neither target, environment, profile nor machine tells it",
          "Set s3.region in the target, or AWS_REGION");

  private final S3Settings settings;

  S3Clients(S3Settings settings) {
    this.settings = settings;
  }

  /**
   * A client, to be closed by the caller.
   *
   * @throws ProblemException when no region is known
   */
  S3Client open() {
    try {
      return builder().build();
    } catch (SdkClientException e) {
      throw new ProblemException(ExitCode.INVALID, List.of(NO_REGION), e);
    }
  }

  S3ClientBuilder builder() {
    if (settings.endpoint() == null) {
      requireEndpoint(System.getenv());
    }
    S3ClientBuilder builder =
        S3Client.builder().httpClientBuilder(http()).overrideConfiguration(overrides());
    if (settings.endpoint() != null) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    String region = region();
    if (region != null) {
      builder.region(Region.of(region));
    }
    return builder.forcePathStyle(pathStyle());
  }

  /** What the environment says where settings say nothing; the SDK would fail at it obscurely. */
  static void requireEndpoint(Map<String, String> environment) {
    ENDPOINTS.stream()
        .filter(environment::containsKey)
        .findFirst() // the other would not be used
        .filter(variable -> !ADDRESS.matcher(environment.get(variable)).matches())
        .ifPresent(
            variable -> {
              throw new ProblemException(
                  ExitCode.INVALID,
                  new Problem(
                      "RLN-436",
                      variable,
                      environment.get(variable),
                      "must be the address of a service: http:// or https:// and a host",
                      "Correct or unset it, or set s3.endpoint in the target"));
            });
  }

  private Apache5HttpClient.Builder http() {
    Apache5HttpClient.Builder http =
        Apache5HttpClient.builder()
            .expectContinueEnabled(false)
            .connectionTimeout(settings.connectTimeout())
            .socketTimeout(settings.readTimeout());
    return isPlain() ? http.tlsSocketStrategy(S3Clients::refuse) : http;
  }

  private boolean isPlain() {
    return settings.endpoint() != null && settings.endpoint().startsWith("http:");
  }

  /** In place of reading all certificates of the machine for connections that use none. */
  private static SSLSocket refuse(
      Socket socket, String host, int port, Object attachment, HttpContext context)
      throws SSLException {
    throw new SSLException("no TLS to " + host + ", since s3.endpoint is http:");
  }

  private ClientOverrideConfiguration overrides() {
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(settings.totalTimeout())
            .retryStrategy(StandardRetryStrategy.builder().maxAttempts(settings.attempts()).build())
            .addExecutionInterceptor(new S3Attempts.Counter())
            .addExecutionInterceptor(new AtOnce());
    if (settings.bucketOwner() != null) {
      overrides.putHeader(OWNER, settings.bucketOwner());
    }
    return overrides.build();
  }

  private boolean pathStyle() {
    return settings.addressing() == Addressing.PATH
        || (settings.addressing() == Addressing.AUTO && hasEndpoint());
  }

  /** A service that is not of AWS mostly has one region and does not care how it is called. */
  private @Nullable String region() {
    if (settings.region() != null || !hasEndpoint() || isSet("AWS_REGION", "aws.region")) {
      return settings.region();
    }
    return REGION_OF_OTHERS;
  }

  private boolean hasEndpoint() {
    return settings.endpoint() != null
        || isSet("AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3")
        || isSet("AWS_ENDPOINT_URL", "aws.endpointUrl");
  }

  private static boolean isSet(String variable, String property) {
    return System.getenv(variable) != null || System.getProperty(property) != null;
  }

  /**
   * Sends a body without asking for leave first ({@code Expect: 100-continue}): most are small, and
   * the question would double the way of every commit.
   */
  private static final class AtOnce implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().copy(request -> request.removeHeader("Expect"));
    }
  }
}
