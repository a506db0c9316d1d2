package realign.render;

import io.kubernetes.client.openapi.models.V1Job;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;

/** Leaves it to Kueue when a Job's pods may start. */
final class QueueAdmission {
  static final String QUEUE = "kueue.x-k8s.io/queue-name";
  static final String PRIORITY = "kueue.x-k8s.io/priority-class";

  private QueueAdmission() {}

  static void apply(ClusterTarget.@Nullable Queue queue, V1Job job) {
    if (queue == null) {
      return;
    }
    job.getSpec().suspend(true);
    job.getMetadata().putLabelsItem(QUEUE, queue.name());
    if (queue.priority() != null) {
      job.getMetadata().putLabelsItem(PRIORITY, queue.priority());
    }
  }
}
