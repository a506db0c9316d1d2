package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ProblemException;

/** Kubeconfig files as kubectl reads them. */
class KubeconfigTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write("a/config", "here", "https://a:1", "ml");
    write("b/config", "there", "https://b:1", "");
    Files.writeString(
        folder.resolve("b/config"),
        """
        contexts:
        - {name: here, context: {cluster: there, user: me}}
        - {name: bare, context: {cluster: there, user: me}}
        clusters:
        - {name: here, cluster: {server: "https://stolen:1"}}
        - {name: there, cluster: {server: "https://b:1"}}
        users:
        - {name: me, user: {tokenFile: secret/token}}
        """);
    Files.createDirectories(folder.resolve("b/secret"));
    Files.writeString(folder.resolve("b/secret/token"), "t");
  }

  private void write(String name, String context, String server, String namespace)
      throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        current-context: %1$s
        contexts: [{name: %1$s, context: {cluster: %1$s, user: one, namespace: "%3$s"}}]
        clusters: [{name: %1$s, cluster: {server: "%2$s"}}]
        users: [{name: one, user: {token: x}}]
        """
            .formatted(context, server, namespace));
  }

  private Map<String, String> both() {
    return Map.of("KUBECONFIG", folder + "/a/config::" + folder + "/none:" + folder + "/b/config");
  }

  private KubernetesCluster connect(
      ClusterOptions options, Map<String, String> environment, @Nullable String target) {
    return Clusters.connect(options, environment, folder, target);
  }

  @Test
  void theFirstFileThatNamesSomethingWins() {
    try (KubernetesCluster cluster = connect(new ClusterOptions(), both(), null)) {
      assertThat(cluster.api().server()).isEqualTo("https://a:1");
      assertThat(cluster.namespace()).isEqualTo("ml");
    }
    ClusterOptions bare = new ClusterOptions(null, "bare", null);
    try (KubernetesCluster cluster = connect(bare, both(), null)) {
      assertThat(cluster.api().server()).isEqualTo("https://b:1"); // its token is beside its file
      assertThat(cluster.namespace()).isEqualTo("default");
    }
  }

  @Test
  void theNamespaceIsTheFlagsThenTheTargetsThenTheContexts() {
    ClusterOptions flag = new ClusterOptions(null, null, "flag");
    try (KubernetesCluster cluster = connect(flag, both(), "target")) {
      assertThat(cluster.namespace()).isEqualTo("flag");
    }
    try (KubernetesCluster cluster = connect(new ClusterOptions(), both(), "target")) {
      assertThat(cluster.namespace()).isEqualTo("target");
    }
  }

  @Test
  void theHomeFolderCountsWhereNothingElseIsNamed() throws IOException {
    assertThat(Clusters.isConfigured(new ClusterOptions(), Map.of("HOME", "h"), folder)).isFalse();
    write("h/.kube/config", "home", "https://home:1", "");
    try (KubernetesCluster cluster = connect(new ClusterOptions(), Map.of("HOME", "h"), null)) {
      assertThat(cluster.api().server()).isEqualTo("https://home:1");
    }
    ClusterOptions asked = new ClusterOptions("b/config", "there", null);
    assertThatThrownBy(() -> connect(asked, both(), null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("context must be in the kubeconfig, but is there");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    assertThatThrownBy(() -> connect(new ClusterOptions(), Map.of(), null))
        .hasMessageContaining("RLN-770")
        .hasMessageContaining("KUBECONFIG");
    assertThatThrownBy(() -> connect(new ClusterOptions("none", null, null), Map.of(), null))
        .hasMessageContaining("--kubeconfig must be a file, but is none");
    assertThatThrownBy(() -> connect(new ClusterOptions(null, "heer", null), both(), null))
        .hasMessageContaining("Did you mean here?");
    assertThatThrownBy(() -> connect(new ClusterOptions("b/config", null, null), Map.of(), null))
        .hasMessageContaining("Name one of [bare, here] with --context");
    Files.writeString(folder.resolve("odd"), "a: [");
    assertThatThrownBy(() -> connect(new ClusterOptions("odd", null, null), Map.of(), null))
        .hasMessageContaining("must be YAML that can be read");
  }
}
