package realign.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.cluster.ClusterOptions;
import realign.cluster.Clusters;
import realign.cluster.KubernetesCluster;
import realign.render.RunPlacement;
import realign.spec.Origin;
import realign.spec.ProblemException;
import realign.spec.Reading;
import realign.spec.Target;

/** Finds the cluster that a command means. Not for what it says. */
record ClusterAccess(Surroundings surroundings, ClusterOptions options) {
  /** A command that can do without does not wait long for a cluster that is away. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  /**
   * The cluster, without which the command is in vain.
   *
   * @throws realign.spec.ProblemException when none is configured
   */
  KubernetesCluster require(Reading<Target> target) {
    return Clusters.connect(
        options, surroundings.environment(), surroundings.directory(), namespace(target));
  }

  /** The cluster where one is configured; it is not tried for long. */
  Optional<KubernetesCluster> find(Reading<Target> target) {
    boolean configured =
        Clusters.isConfigured(options, surroundings.environment(), surroundings.directory());
    return configured ? Optional.of(require(target).patient(SHORT)) : Optional.empty();
  }

  /**
   * The same for what the store alone answers, too: one that is configured badly is told, unless a
   * person asked for it.
   */
  Optional<KubernetesCluster> find(Reading<Target> target, Talk talk) {
    try {
      return find(target);
    } catch (ProblemException unusable) {
      if (options.given()) {
        throw unusable;
      }
      talk.warn(unusable);
      return Optional.empty();
    }
  }

  /** The namespace that {@link #require} would choose, where that can be known. */
  String namespaceWithoutAsking(Reading<Target> target) {
    if (options.namespace() != null) {
      return options.namespace();
    }
    boolean configured =
        Clusters.isConfigured(options, surroundings.environment(), surroundings.directory());
    if (configured) {
      try (KubernetesCluster cluster = require(target)) {
        return cluster.namespace();
      }
    }
    return RunPlacement.cluster(target.value()).namespace();
  }

  /** The namespace that the target names by itself; its default is weaker than the context's. */
  private static @Nullable String namespace(Reading<Target> target) {
    boolean named =
        target.origins().stream()
            .anyMatch(
                origin ->
                    origin.path().equals("cluster.namespace")
                        && origin.source().kind() != Origin.Kind.DEFAULT);
    return named && target.value().cluster() != null ? target.value().cluster().namespace() : null;
  }
}
