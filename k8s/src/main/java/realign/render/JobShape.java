package realign.render;

import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;

/** How a Job treats its pods: how many, how often again, how long it stays. */
final class JobShape {
  private static final int COORDINATOR_RETRIES = 6;

  private JobShape() {}

  static V1JobSpec of(ClusterTarget cluster, V1PodTemplateSpec template, Phase phase) {
    return phase.indexed()
        ? indexed(cluster, template, phase.scopes().size())
        : single(cluster, template);
  }

  static V1JobSpec coordinator(ClusterTarget cluster, V1PodTemplateSpec template) {
    return single(cluster, template)
        .backoffLimit(coordinatorRetries(cluster))
        .podFailurePolicy(FailurePolicy.ofCoordinator());
  }

  /** It costs next to nothing, and repeats nothing: a kill is worth more tries than a bug. */
  static int coordinatorRetries(ClusterTarget cluster) {
    return Math.max(cluster.retries(), COORDINATOR_RETRIES);
  }

  static V1JobSpec single(ClusterTarget cluster, V1PodTemplateSpec template) {
    return common(cluster, template)
        .completions(1)
        .parallelism(1)
        .backoffLimit(cluster.retries())
        .podFailurePolicy(FailurePolicy.rules(false));
  }

  /** A pod a scope: a bad one leaves the others. */
  private static V1JobSpec indexed(ClusterTarget cluster, V1PodTemplateSpec template, int scopes) {
    return common(cluster, template)
        .completionMode("Indexed")
        .completions(scopes)
        .parallelism(Math.min(cluster.parallelism(), scopes))
        .backoffLimitPerIndex(cluster.retries())
        .maxFailedIndexes(atMost(cluster.maxFailedIndexes(), scopes))
        .podFailurePolicy(FailurePolicy.rules(true));
  }

  /** No second pod of a scope before the first is really gone. */
  private static V1JobSpec common(ClusterTarget cluster, V1PodTemplateSpec template) {
    return new V1JobSpec()
        .podReplacementPolicy("Failed")
        .ttlSecondsAfterFinished(Seconds.small(cluster.keepFinished()))
        .template(template);
  }

  /** The cluster refuses more than there are. */
  private static @Nullable Integer atMost(@Nullable Integer failed, int scopes) {
    return failed == null ? null : Integer.valueOf(Math.min(failed, scopes));
  }
}
