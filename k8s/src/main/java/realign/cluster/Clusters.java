package realign.cluster;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.credentials.ClientCertificateAuthentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Finds the cluster that a person or a pod means. Where: {@code --kubeconfig}, {@code KUBECONFIG},
 * {@code ~/.kube/config}, the account of the pod; the namespace: {@code --namespace}, the target's,
 * that of the context or pod, {@code default}.
 */
public final class Clusters {
  /** How long a command tries to reach a cluster that is not there. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What goes on until it is told to end waits so long. */
  public static final Duration FOR_EVER = Duration.ofDays(10_000);

  /** A hung API server is noticed after at most twice this time. */
  private static final Duration PING = Duration.ofSeconds(10);

  private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private Clusters() {}

  /**
   * Connects, without asking the cluster anything yet.
   *
   * @param target namespace that the target names, or null
   * @throws ProblemException RLN-770 when no cluster is configured
   */
  public static KubernetesCluster connect(
      ClusterOptions options, Map<String, String> environment, @Nullable String target) {
    return connect(options, environment, Path.of(""), target);
  }

  /**
   * The same for a command.
   *
   * @param directory where relative paths begin
   */
  public static KubernetesCluster connect(
      ClusterOptions options,
      Map<String, String> environment,
      Path directory,
      @Nullable String target) {
    List<Path> files = Kubeconfig.files(options.kubeconfig, environment, directory);
    if (files.isEmpty() && inCluster(environment)) {
      return inCluster(options, target);
    }
    if (files.isEmpty()) {
      throw new ProblemException(ExitCode.NOT_FOUND, nowhere(environment.get("KUBECONFIG")));
    }
    Kubeconfig.Chosen chosen = Kubeconfig.read(files).with(options.context);
    KubeConfig config = chosen.config();
    String namespace = first(options.namespace, target, config.getNamespace());
    return cluster(config.getServer(), namespace, () -> client(chosen));
  }

  private static Problem nowhere(@Nullable String variable) {
    boolean isSet = variable != null && !variable.isEmpty();
    return new Problem(
        "RLN-770",
        isSet ? "KUBECONFIG" : "cluster",
        isSet ? variable : null,
        isSet ? "must name a kubeconfig that exists" : "must be named by a kubeconfig",
        isSet
            ? "Correct it, or give --kubeconfig FILE"
            : "Give --kubeconfig FILE or set KUBECONFIG");
  }

  /** Whether {@link #connect} would find a cluster to ask. */
  public static boolean isConfigured(
      ClusterOptions options, Map<String, String> environment, Path directory) {
    return options.given()
        || !Kubeconfig.files(null, environment, directory).isEmpty()
        || inCluster(environment);
  }

  private static boolean inCluster(Map<String, String> environment) {
    return environment.containsKey("KUBERNETES_SERVICE_HOST")
        && Files.isReadable(ACCOUNT.resolve("token"));
  }

  private static KubernetesCluster inCluster(ClusterOptions options, @Nullable String target) {
    String namespace = first(options.namespace, target, ownNamespace());
    return cluster("the pod's own cluster", namespace, () -> built(ClientBuilder.cluster()));
  }

  private static @Nullable String ownNamespace() {
    try {
      return Files.readString(ACCOUNT.resolve("namespace")).strip();
    } catch (IOException e) {
      return null;
    }
  }

  private static String first(@Nullable String... names) {
    return Stream.of(names)
        .filter(name -> name != null && !name.isEmpty())
        .findFirst()
        .orElse("default");
  }

  /** Reads certificates and tokens, and may run the program that the kubeconfig names for them. */
  private interface Preparation {
    ApiClient prepare() throws IOException;
  }

  private static ApiClient client(Kubeconfig.Chosen chosen) throws IOException {
    ClientBuilder builder = ClientBuilder.kubeconfig(chosen.config());
    CredentialPlugin plugin = chosen.plugin();
    if (plugin == null) {
      return built(builder);
    }
    CredentialPlugin.Credential first = plugin.run();
    if (first.certificate() != null && first.key() != null) {
      builder.setAuthentication(
          new ClientCertificateAuthentication(
              first.certificate().getBytes(StandardCharsets.UTF_8),
              first.key().getBytes(StandardCharsets.UTF_8)));
    }
    ApiClient client = built(builder);
    return first.token() == null
        ? client
        : client.setHttpClient(
            client
                .getHttpClient()
                .newBuilder()
                .addInterceptor(new RenewedToken(plugin, first, Clock.systemUTC()))
                .build());
  }

  private static ApiClient built(ClientBuilder builder) {
    return builder.setPingInterval(PING).build();
  }

  private static KubernetesCluster cluster(
      String server, String namespace, Preparation preparation) {
    try {
      return new KubernetesCluster(new ClusterApi(preparation.prepare(), PATIENCE), namespace);
    } catch (ProblemException told) {
      throw told;
    } catch (IOException | RuntimeException e) {
      throw new ProblemException(
          ExitCode.CREDENTIALS,
          List.of(
              new Problem(
                  "RLN-771",
                  "kubeconfig",
                  server,
                  "must give credentials that can be read (" + e.getMessage() + ")",
                  "Try the same with kubectl, which uses the same files")),
          e);
    }
  }
}
