package realign.cluster;

import io.kubernetes.client.openapi.models.V1Job;
import java.time.Duration;
import java.util.List;

/**
 * The Jobs of runs in one namespace. All that bringing a run forward needs, so that a test can be
 * the cluster. Not for installing, schedules, logs and questions of administration.
 *
 * <p>Every method throws {@link ClusterException} when the cluster refuses, or cannot be reached
 * after some tries.
 */
public interface Cluster extends AutoCloseable {
  /** The namespace. */
  String namespace();

  /** The coordinator and all other Jobs of a run, oldest first. */
  List<JobView> jobs(String run);

  /** Coordinators of a schedule's nights that have not ended, those that a person began too. */
  List<JobView> nights(String schedule);

  /** Pods of all Jobs of a run that are still there, oldest first. */
  List<PodView> pods(String run);

  /**
   * Creates a Job.
   *
   * @return false when there is one of that name already, which is left as it is
   */
  boolean create(V1Job job);

  /** Suspends a Job, which ends its pods, or lets it go on. Nothing happens where it has ended. */
  void suspend(String job, boolean suspended);

  /** Deletes a Job and its pods, and returns when they are gone; nothing happens without one. */
  void delete(String job);

  /**
   * Deletes a Job that was seen, and returns when it and its pods are gone; a later one of the same
   * name, which somebody else made meanwhile, stays.
   *
   * @param uid of the one that was seen
   */
  default void delete(String job, String uid) {
    delete(job);
  }

  /**
   * Waits for a change of the run's Jobs or pods.
   *
   * @param most returns after this time anyway
   */
  void awaitChange(String run, Duration most);

  @Override
  void close();
}
