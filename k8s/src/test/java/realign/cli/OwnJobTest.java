package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import realign.cluster.MemoryCluster;
import realign.render.Labels;
import realign.spec.ExitCode;
import realign.spec.SpecReader;

/** Whether another coordinator comes, as the cluster would decide it. */
class OwnJobTest {
  private final MemoryCluster cluster = new MemoryCluster(Clock.systemUTC());
  private final OwnJob own =
      new OwnJob(
          cluster,
          "night-1",
          Objects.requireNonNull(
              SpecReader.ofTarget()
                  .text("target.yaml", "{store: 's3://b', cluster: {image: x, retries: 2}}")
                  .value()
                  .cluster()));

  @Test
  void outsideOfAClusterNobodyComes() {
    assertThat(own.isTriedAgain(ExitCode.FAILED)).isFalse();
    assertThat(own.isTriedAgain(ExitCode.PREEMPTED)).isTrue();
  }

  @Test
  void anotherComesUntilTheTriesAreSpent() {
    cluster.create(job());
    assertThat(own.isTriedAgain(ExitCode.STORE_UNAVAILABLE)).isTrue();
    assertThat(own.isTriedAgain(ExitCode.CREDENTIALS)).isFalse();
    cluster.fail("night-1", 0, 1, "");
    cluster.fail("night-1", 1, 75, "");
    assertThat(own.isTriedAgain(ExitCode.FAILED)).isTrue();
    for (int i = 2; i < 7; i++) {
      cluster.fail("night-1", i, 137, "");
    }
    assertThat(own.isTriedAgain(ExitCode.FAILED)).isFalse();
    assertThat(own.isTriedAgain(ExitCode.HELD)).isTrue();
  }

  private static V1Job job() {
    return new V1Job()
        .metadata(
            new V1ObjectMeta().name("night-1").labels(Map.of(Labels.COMPONENT, Labels.COORDINATOR)))
        .spec(
            new V1JobSpec()
                .completions(9)
                .template(new V1PodTemplateSpec().metadata(new V1ObjectMeta())));
  }
}
