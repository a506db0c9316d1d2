package realign.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1CronJobSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.RunId;

/** Schedules and their CronJob. */
class NightlyTest {

  @Test
  void nightsDoNotOverlapAndBeginLateRatherThanNever() {
    V1CronJobSpec spec = RenderCase.nightly(RenderCase.FULL.target()).cronJob().getSpec();
    assertThat(spec.getSchedule()).isEqualTo("0 2 * * *");
    assertThat(spec.getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(spec.getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(spec.getStartingDeadlineSeconds()).isEqualTo(6 * 3600);
    assertThat(spec.getSuccessfulJobsHistoryLimit()).isEqualTo(7);
    assertThat(spec.getFailedJobsHistoryLimit()).isEqualTo(7);
    assertThat(spec.getJobTemplate().getSpec().getActiveDeadlineSeconds()).isEqualTo(10 * 3600);
    assertThat(spec.getJobTemplate().getSpec().getSuspend()).isNull();
  }

  /** The Job's name is known to the cluster alone; the pod reads it from its label. */
  @Test
  void aNightIsCalledAfterItsJob() {
    V1CronJob cronJob = RenderCase.nightly(RenderCase.MINIMAL.target()).cronJob();
    var template = cronJob.getSpec().getJobTemplate().getSpec().getTemplate();
    var container = template.getSpec().getContainers().get(0);
    assertThat(container.getArgs())
        .containsExactly(
            ("coordinate --run $(REALIGN_RUN) --target /etc/realign/target.json"
                    + " --schedule demo/12e456789012")
                .split(" "));
    assertThat(container.getEnv())
        .filteredOn(variable -> variable.getName().equals("REALIGN_RUN"))
        .singleElement()
        .satisfies(
            variable ->
                assertThat(variable.getValueFrom().getFieldRef().getFieldPath())
                    .isEqualTo("metadata.labels['batch.kubernetes.io/job-name']"));
    assertThat(template.getMetadata().getLabels())
        .containsEntry("realign/schedule", "demo")
        .doesNotContainKey("realign/run");
  }

  @Test
  void nightsOfTheLongestNameAreRuns() {
    String name = "a".repeat(31);
    V1CronJob cronJob = nightly(name, "0 2 * * *", "Etc/UTC").cronJob();
    assertThat(cronJob.getMetadata().getName()).isEqualTo(name);
    assertThat(new RunId(name + "-29473920").text()).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 2 * * *", "*/5 0-6 1,15 * 1-5", "30 23 * * 0", "0 2 29 2 *"})
  void takesTheUsualSchedules(String cron) {
    assertThat(nightly("demo", cron, "UTC").cronJob().getSpec().getSchedule()).isEqualTo(cron);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2", "0 2 * *", "0 0 2 * * *", "60 2 * * *", "0 25 * * *", "0 2 30 2 *", "x"})
  void refusesWhatIsNoSchedule(String cron) {
    assertThatThrownBy(() -> nightly("demo", cron, "UTC"))
        .hasMessageContaining("--schedule must ")
        .hasMessageContaining("0 2 * * *")
        .hasMessageContaining("[RLN-761]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Local", "+02:00", "GMT+2", "Berlin", "SystemV/AST4", "../etc"})
  void refusesWhatIsNoPlace(String zone) {
    assertThatThrownBy(() -> nightly("demo", "0 2 * * *", zone))
        .hasMessageContaining("--time-zone must be a name of the time zone database")
        .hasMessageContaining("[RLN-762]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Demo", "a-", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void refusesANameWithoutRoomForTheMinute(String name) {
    assertThatThrownBy(() -> nightly(name, "0 2 * * *", "UTC")).hasMessageContaining("[RLN-763]");
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(() -> nightly("Demo", "often", "Europe/Berlni"))
        .hasMessageContaining("RLN-761")
        .hasMessageContaining("RLN-762")
        .hasMessageContaining("RLN-763")
        .hasMessageContaining("Did you mean Europe/Berlin?");
  }

  private static Nightly nightly(String name, String cron, String zone) {
    return new Nightly(
        name, "12e456789012", RenderCase.IDENTITY, cron, zone, RenderCase.MINIMAL.target());
  }
}
