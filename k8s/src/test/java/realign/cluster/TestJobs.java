package realign.cluster;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodFailurePolicy;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnPodConditionsPattern;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.util.List;
import java.util.Map;
import realign.render.Labels;

/** Jobs of a run whose pods only run a shell. */
public final class TestJobs {
  private TestJobs() {}

  /** A Job of a run, preempted for free, never tried again otherwise. */
  public static V1Job job(String run, String name, String component, String script) {
    Map<String, String> labels =
        Map.of(Labels.NAME, Labels.REALIGN, Labels.COMPONENT, component, Labels.RUN, run);
    return new V1Job()
        .apiVersion("batch/v1")
        .kind("Job")
        .metadata(new V1ObjectMeta().name(name).labels(labels))
        .spec(
            new V1JobSpec()
                .backoffLimit(0)
                .podReplacementPolicy("Failed")
                .podFailurePolicy(disruptionsAreFree())
                .template(
                    new V1PodTemplateSpec()
                        .metadata(new V1ObjectMeta().labels(labels))
                        .spec(pod(script))));
  }

  private static V1PodSpec pod(String script) {
    return new V1PodSpec()
        .restartPolicy("Never")
        .terminationGracePeriodSeconds(1L)
        .addContainersItem(
            new V1Container()
                .name("main")
                .image(ControlPlane.IMAGE)
                .command(List.of("bash", "-c", script)));
  }

  private static V1PodFailurePolicy disruptionsAreFree() {
    return new V1PodFailurePolicy()
        .addRulesItem(
            new V1PodFailurePolicyRule()
                .action("Ignore")
                .addOnPodConditionsItem(
                    new V1PodFailurePolicyOnPodConditionsPattern()
                        .type("DisruptionTarget")
                        .status("True")));
  }
}
