package realign.render;

/** Names by which objects in a cluster are found and told apart. */
public final class Labels {
  /** Always {@link #REALIGN}. */
  public static final String NAME = "app.kubernetes.io/name";

  /** {@code coordinator}, or the name of a phase. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** Always {@link #REALIGN}. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /**
   * Run id, on every Job and pod of the run but those of a night's coordinator, which the cluster
   * itself makes from the schedule: that Job has the run's id as its name.
   */
  public static final String RUN = "realign/run";

  /** The one scope on which a Job works, where it is one. */
  public static final String SCOPE = "realign/scope";

  /** First 16 digits of the spec's identity. */
  public static final String SPEC = "realign/spec";

  /** Name of the schedule, on a CronJob and the coordinators that it starts. */
  public static final String SCHEDULE = "realign/schedule";

  /** Annotation of pods: the target as JSON, which they find as a file. */
  public static final String TARGET = "realign/target";

  /** The Job of a pod, set by the cluster. */
  public static final String JOB = "batch.kubernetes.io/job-name";

  /** Value of {@link #NAME} and {@link #MANAGED_BY}. */
  public static final String REALIGN = "realign";

  /** Value of {@link #COMPONENT} of the Job that brings a run forward. */
  public static final String COORDINATOR = "coordinator";

  private Labels() {}

  /** Name of the Job of a phase; that of the coordinator is the run's id. */
  public static String job(String run, String phase) {
    return run + "-" + phase;
  }
}
