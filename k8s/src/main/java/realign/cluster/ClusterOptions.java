package realign.cluster;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster and which namespace, in the words of kubectl. */
public final class ClusterOptions {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "How to reach the cluster (else KUBECONFIG, ~/.kube/config, the pod's own).")
  @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Context of the kubeconfig (else its current one).")
  @Nullable String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Namespace (else the target's, the context's, default).")
  @Nullable String namespace;

  /** No option given. */
  public ClusterOptions() {}

  /** The options given; null for each that is not. */
  public ClusterOptions(
      @Nullable String kubeconfig, @Nullable String context, @Nullable String namespace) {
    this.kubeconfig = kubeconfig;
    this.context = context;
    this.namespace = namespace;
  }

  /** The namespace that a person asked for, or null. */
  public @Nullable String namespace() {
    return namespace;
  }

  /** Whether a person asked for a cluster, so that one that is missing is an error. */
  public boolean given() {
    return kubeconfig != null || context != null || namespace != null;
  }
}
