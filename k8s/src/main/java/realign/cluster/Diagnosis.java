package realign.cluster;

import java.util.List;

/**
 * Why a Job of a run does not get on, and what to do. Only from what the cluster said: nothing here
 * asks it.
 *
 * @param object the Job or pod
 * @param cause what is the case, as a clause
 * @param fix what to do, or empty where nothing needs to be done
 */
public record Diagnosis(String object, String cause, String fix) {

  /** The cause and what to do, as one sentence or two. */
  @Override
  public String toString() {
    return object + ": " + cause + (fix.isEmpty() ? "" : ". " + fix);
  }

  /**
   * All that is to be said of a run's Jobs, in their order.
   *
   * @param stopped whether an operator stopped the run
   */
  public static List<Diagnosis> of(
      List<JobView> jobs, List<PodView> pods, List<EventView> events, boolean stopped) {
    return jobs.stream()
        .flatMap(
            job -> {
              List<PodView> own = pods.stream().filter(p -> p.job().equals(job.name())).toList();
              return new DiagnosedJob(job, own, events, stopped).diagnoses();
            })
        .toList();
  }
}
