package realign.render;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1OwnerReference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ClusterTarget;

/** The Jobs of one run. Not for the schedule that may begin it: see {@link Nightly}. */
public final class RunObjects {
  /** Where a pod finds its target. */
  public static final String TARGET_FILE = Volumes.TARGET_FILE;

  private final RunPlacement placement;
  private final Pods pods;

  /** The Jobs of a run at a place. */
  public RunObjects(RunPlacement placement) {
    this.placement = placement;
    this.pods = new Pods(placement.target(), placement.cluster());
  }

  /** The Job that brings the run forward, with what other runs computed already. */
  public V1Job coordinator() {
    return coordinator(true);
  }

  /**
   * The Job that brings the run forward; its name is the run's id.
   *
   * @param reuse whether what other runs computed from the same inputs is taken
   */
  public V1Job coordinator(boolean reuse) {
    RunLabels labels = labels(Labels.COORDINATOR).schedule(scheduleName());
    List<String> arguments = CoordinatorArguments.of(placement.run(), placement.schedule(), reuse);
    return job(placement.run(), labels)
        .spec(
            JobShape.coordinator(placement.cluster(), pods.coordinator(labels, arguments))
                .activeDeadlineSeconds(deadline(placement.cluster().deadline())));
  }

  /**
   * The Job of one phase.
   *
   * @param reuse whether what other runs computed from the same inputs is taken
   * @param owner the coordinator's Job, or null to show the Job before there is one
   */
  public V1Job work(Phase phase, boolean reuse, @Nullable Owner owner) {
    return work(phase, reuse, owner, placement.cluster().deadline());
  }

  /**
   * The Job of one phase of a night that has begun before.
   *
   * @param remaining what is left of the night; does not matter for a run that is none
   */
  public V1Job work(Phase phase, boolean reuse, @Nullable Owner owner, Duration remaining) {
    RunLabels labels = labels(phase.name()).scope(onlyScope(phase));
    List<String> arguments = WorkArguments.of(placement, phase, reuse);
    var template = pods.work(labels, arguments, phase);
    V1Job job = job(Labels.job(placement.run(), phase.name()), labels);
    job.spec(
        JobShape.of(placement.cluster(), template, phase)
            .activeDeadlineSeconds(deadline(remaining)));
    if (owner != null) {
      job.getSpec().ttlSecondsAfterFinished(null); // what failed must not be forgotten
      job.getMetadata().addOwnerReferencesItem(reference(owner));
    }
    if (phase.computes()) {
      QueueAdmission.apply(placement.cluster().queue(), job);
    }
    return job;
  }

  /**
   * A Job that is no part of a run: its one pod tries in the name of an account what pods of runs
   * take for granted, and is not started again.
   *
   * @param arguments of the {@code realign} command
   */
  public V1Job probe(String account, List<String> arguments) {
    RunLabels labels = labels("doctor");
    var spec = JobShape.single(placement.cluster(), pods.probe(labels, account, arguments));
    return job(placement.run(), labels).spec(spec.backoffLimit(0).activeDeadlineSeconds(300L));
  }

  /** How many failed pods of a coordinator the cluster replaces. */
  public static int coordinatorRetries(ClusterTarget cluster) {
    return JobShape.coordinatorRetries(cluster);
  }

  private RunLabels labels(String component) {
    return RunLabels.of(component, placement.identity()).run(placement.run());
  }

  private V1Job job(String name, RunLabels labels) {
    return new V1Job()
        .apiVersion("batch/v1")
        .kind("Job")
        .metadata(
            new V1ObjectMeta()
                .name(name)
                .namespace(placement.cluster().namespace())
                .labels(labels.map()));
  }

  /**
   * No controller: Kueue would leave a Job alone whose controller is a Job, and take the
   * coordinator's admission for its own.
   */
  private static V1OwnerReference reference(Owner owner) {
    return new V1OwnerReference()
        .apiVersion("batch/v1")
        .kind("Job")
        .name(owner.name())
        .uid(owner.uid());
  }

  private @Nullable Long deadline(Duration longest) {
    return placement.schedule() == null ? null : Seconds.of(longest);
  }

  private @Nullable String scheduleName() {
    String schedule = placement.schedule();
    return schedule == null ? null : schedule.substring(0, schedule.indexOf('/'));
  }

  private static @Nullable String onlyScope(Phase phase) {
    return phase.scopes().size() == 1 ? phase.scopes().get(0) : null;
  }
}
