package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

/** Credentials from a program, as the kubeconfigs of EKS and GKE name one. */
class CredentialPluginTest {
  private static final String EMPTY = "{\"items\":[],\"metadata\":{}}";

  @TempDir private Path folder;
  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itsTokenGoesWithEveryRequest() throws IOException {
    plugin(credential("t-$CLUSTER", ""));
    server.then(200, EMPTY);
    try (KubernetesCluster cluster = connect("")) {
      cluster.jobs("a");
      assertThat(server.authorizations()).containsExactly("Bearer t-blue", "Bearer t-blue");
    }
    assertThat(told())
        .containsExactly(
            "get-token {\"apiVersion\":\"client.authentication.k8s.io/v1\","
                + "\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
  }

  @Test
  void whoWantsToKnowIsToldOfTheCluster() throws IOException {
    plugin(credential("t", ""));
    try (KubernetesCluster cluster = connect(", provideClusterInfo: true")) {
      assertThat(told().get(0)).contains("\"cluster\":{\"server\":\"http://127.0.0.1:");
      assertThat(cluster.namespace()).isEqualTo("ml");
    }
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnce() throws IOException {
    plugin(credential("t-$(wc -l < told | tr -d ' ')", ""));
    server.then(401, "{}").then(200, EMPTY);
    try (KubernetesCluster cluster = connect("")) {
      cluster.jobs("a");
      assertThat(server.authorizations()).containsExactly("Bearer t-1", "Bearer t-2", "Bearer t-2");
    }
  }

  @Test
  void aRefusalThatStaysIsTold() throws IOException {
    plugin(credential("t", ""));
    server.then(401, "{}");
    try (KubernetesCluster cluster = connect("")) {
      assertThatThrownBy(() -> cluster.jobs("a")).hasMessageContaining("RLN-773");
    }
    assertThat(told()).hasSize(2);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"5, 3", "3600, 1"})
  void aTokenIsRenewedBeforeItExpires(long seconds, int asked) throws IOException {
    plugin(credential("t", Instant.now().plusSeconds(seconds).toString()));
    server.then(200, EMPTY);
    try (KubernetesCluster cluster = connect("")) {
      cluster.jobs("a");
    }
    assertThat(told()).hasSize(asked);
  }

  @Test
  void aCertificateIsNoRenewalOfAToken() throws IOException {
    String certificate =
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
            + "\"status\":{\"clientCertificateData\":\"c\",\"clientKeyData\":\"k\"}}'";
    plugin("[ $(wc -l < told) -gt 1 ] && { " + certificate + "; exit; }", credential("t", ""));
    server.then(401, "{}");
    try (KubernetesCluster cluster = connect("")) {
      assertThatThrownBy(() -> cluster.jobs("a"))
          .hasMessageContaining("gave a certificate where it gave a token before");
    }
  }

  /** As a plug-in that starts an agent; the answer is all that was said up to its own end. */
  @Test
  @Timeout(60)
  void whatItLeavesBehindIsNotWaitedForAfterAFailure() throws IOException {
    plugin("sleep 300 &", "exit 3");
    assertThatThrownBy(() -> connect("")).hasMessageContaining("RLN-771");
  }

  @Test
  void aRenewalThatFailsEndsWhatFollowsARun() throws IOException {
    plugin(
        "[ $(wc -l < told) -gt 1 ] && { echo 'log in again' >&2; exit 7; }", credential("t", ""));
    server.then(401, "{}");
    try (KubernetesCluster cluster = connect("")) {
      assertThatThrownBy(() -> cluster.patient(Duration.ofHours(1)).jobs("a"))
          .hasMessageContaining("ended with 7: log in again");
    }
  }

  @Test
  void oneThatIsMissingIsNamed() {
    assertThatThrownBy(() -> connect(", installHint: 'Install the cloud tools.'"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CREDENTIALS))
        .hasMessageContaining("plugin.sh must be a program that can be started")
        .hasMessageContaining("Install the cloud tools.");
  }

  @Test
  void whatItSaysOfItsFailureIsTold() throws IOException {
    plugin("echo secret-token", "echo 'The session has expired.' >&2", "exit 255");
    assertThatThrownBy(() -> connect(""))
        .hasMessageContaining("RLN-771")
        .hasMessageContaining("ended with 255: The session has expired.")
        .message()
        .doesNotContain("secret-token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo secret-token | printed no JSON",
        "echo '{\"token\":\"secret-token\"}' | printed no ExecCredential of client.authentication",
        "echo '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\"}'"
            + " | gave neither a token nor a certificate",
      })
  void anythingElseThanACredentialIsRefusedUnseen(String script, String words) throws IOException {
    plugin(script);
    assertThatThrownBy(() -> connect(""))
        .hasMessageContaining(words)
        .message()
        .doesNotContain("secret-token");
  }

  @Test
  void nobodyIsAskedAtItsInput() {
    assertThatThrownBy(() -> connect(", interactiveMode: Always"))
        .hasMessageContaining("without a person at its input");
  }

  private KubernetesCluster connect(String more) throws IOException {
    return server.connect(
        folder,
        """
        {exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, args: [get-token],
          env: [{name: CLUSTER, value: blue}]%s}}"""
            .formatted(more));
  }

  /** Notes what it is told, then does this. */
  private void plugin(String... lines) throws IOException {
    ControlPlane.script(
        folder,
        "plugin",
        "cd " + folder,
        "echo \"$1 $KUBERNETES_EXEC_INFO\" >> told",
        String.join("\n", lines));
  }

  private static String credential(String token, String expires) {
    String status = "{\\\"token\\\":\\\"%s\\\",\\\"expirationTimestamp\\\":\\\"%s\\\"}";
    return ("echo \"{\\\"apiVersion\\\":\\\"client.authentication.k8s.io/v1\\\","
            + "\\\"kind\\\":\\\"ExecCredential\\\",\\\"status\\\":%s}\"")
        .formatted(status.formatted(token, expires));
  }

  private java.util.List<String> told() throws IOException {
    return Files.readAllLines(folder.resolve("told"));
  }
}
