package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ProblemException;

/** Variables of the AWS tools that are half set, or set to nonsense. */
class S3EnvironmentTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "ftp://x", "", "http://", "https:///x", " http://x", "http://x "})
  void anEndpointIsAnAddress(String endpoint) {
    assertThatThrownBy(() -> S3Clients.requireEndpoint(Map.of("AWS_ENDPOINT_URL_S3", endpoint)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("AWS_ENDPOINT_URL_S3 must be the address of a service")
        .hasMessageContaining("RLN-436");
    assertThatCode(() -> S3Clients.requireEndpoint(Map.of("AWS_ENDPOINT_URL", "http://minio:9000")))
        .doesNotThrowAnyException();
    Map<String, String> both =
        Map.of("AWS_ENDPOINT_URL_S3", "http://minio:9000", "AWS_ENDPOINT_URL", endpoint);
    assertThatCode(() -> S3Clients.requireEndpoint(both)).doesNotThrowAnyException();
  }

  @Test
  void whatIsHalfSetIsNamed() {
    assertThat(S3Problem.found(Map.of("AWS_ACCESS_KEY_ID", "k")))
        .contains("only AWS_ACCESS_KEY_ID is set");
    assertThat(S3Problem.found(Map.of("AWS_SECRET_ACCESS_KEY", "s", "AWS_ACCESS_KEY_ID", " ")))
        .contains("only AWS_SECRET_ACCESS_KEY is set");
    assertThat(S3Problem.found(Map.of("AWS_PROFILE", "none"))).contains("AWS_PROFILE=none");
    assertThat(S3Problem.found(Map.of())).isEmpty();
  }
}
