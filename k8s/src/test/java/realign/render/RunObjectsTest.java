package realign.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Toleration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ProblemException;
import realign.spec.SpecReader;
import realign.spec.Target;
import realign.spec.binding.Binder;

/** Jobs of a run: what their fields say, each for a reason of its own. */
class RunObjectsTest {
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Phase LOAD = new Phase("load", List.of("load"), false, false);
  private static final Phase CELLS =
      new Phase("cells", List.of("cell-000", "cell-003"), true, true);
  private static final Phase SMALL =
      new Phase(Phase.NIGHTLY, List.of("load", "align-000", "report"), false, true);

  @Test
  void namesOfTheLongestRunAreValid() {
    String run = "a".repeat(40);
    RunObjects objects =
        new RunObjects(
            new RunPlacement(run, RenderCase.IDENTITY, RenderCase.MINIMAL.target(), null));
    assertThat(objects.coordinator().getMetadata().getName()).isEqualTo(run).matches(LABEL);
    for (Phase phase : List.of(LOAD, CELLS, SMALL)) {
      V1Job job = objects.work(phase, true, null);
      // A pod of an indexed Job is called JOB-INDEX-XXXXX, and its host JOB-INDEX.
      assertThat(job.getMetadata().getName() + "-99999-abcde").matches(LABEL);
      job.getMetadata().getLabels().values().forEach(value -> assertThat(value).matches(LABEL));
    }
  }

  @Test
  void aPodWorksThroughTheScopesOfItsPhase() {
    assertThat(container(work("", SMALL)).getCommand()).containsExactly("java", "@/app/batch.jvm");
    assertThat(container(work("", SMALL)).getArgs())
        .containsExactly(
            ("run --store s3://b/p --run demo-12e45678 --scope load --scope align-000"
                    + " --scope report --target /etc/realign/target.json")
                .split(" "));
    assertThat(variable(work("", SMALL), "JOB_COMPLETION_INDEX")).isEqualTo("0");
  }

  @Test
  void anIndexedPodPicksItsScope() {
    V1Job job = work("parallelism: 3", CELLS);
    assertThat(container(job).getArgs())
        .containsSequence("--scope", "cell-000", "--scope", "cell-003", "--pick")
        .contains("$(JOB_COMPLETION_INDEX)");
    assertThat(variable(job, "JOB_COMPLETION_INDEX")).isNull();
    assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getSpec().getCompletions()).isEqualTo(2);
    assertThat(job.getSpec().getParallelism()).isEqualTo(2);
    assertThat(job.getSpec().getBackoffLimitPerIndex()).isEqualTo(2);
    assertThat(job.getSpec().getBackoffLimit()).isNull();
  }

  @Test
  void nothingIsReusedWhereThatWasAsked() {
    Target target = target("");
    assertThat(container(RenderCase.run(target).work(LOAD, false, null)).getArgs())
        .contains("--no-reuse");
    assertThat(container(RenderCase.run(target).work(LOAD, true, null)).getArgs())
        .doesNotContain("--no-reuse");
    assertThat(container(RenderCase.run(target).coordinator(false)).getArgs())
        .endsWith("--no-reuse");
  }

  @Test
  void everyPodFindsTheTarget() {
    Target target = target("retries: 7");
    String json = Binder.tree(target).toString();
    assertThat(SpecReader.ofTarget().text("target.json", json).value()).isEqualTo(target);
    for (V1Job job : RenderCase.jobs(target)) {
      assertThat(job.getSpec().getTemplate().getMetadata().getAnnotations())
          .isEqualTo(Map.of(Labels.TARGET, json));
    }
  }

  @Test
  void aCoordinatorIsToldItsRun() {
    V1Job job = RenderCase.run(target("")).coordinator();
    assertThat(job.getMetadata().getName()).isEqualTo(RenderCase.RUN);
    assertThat(container(job).getArgs())
        .containsExactly(
            "coordinate --run demo-12e45678 --target /etc/realign/target.json".split(" "));
    assertThat(job.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/component", "coordinator")
        .containsEntry("realign/run", "demo-12e45678")
        .containsEntry("realign/spec", "12e4567890123456")
        .doesNotContainKey("realign/scope");
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isNull();
    assertThat(pod(job).getTolerations()).isNullOrEmpty();
    assertThat(pod(job).getNodeSelector()).isNullOrEmpty();
  }

  @Test
  void jobsOfANightHaveADeadlineAndTheirSchedule() {
    Target target = target("deadline: 90m");
    V1Job job = RenderCase.night(target).coordinator();
    assertThat(job.getSpec().getActiveDeadlineSeconds()).isEqualTo(5400);
    assertThat(job.getMetadata().getLabels()).containsEntry("realign/schedule", "demo");
    assertThat(container(job).getArgs()).endsWith("--schedule", "demo/12e456789012");
    V1Job work = RenderCase.night(target).work(CELLS, true, null);
    assertThat(work.getSpec().getActiveDeadlineSeconds()).isEqualTo(5400);
    assertThat(work.getMetadata().getLabels()).doesNotContainKey("realign/schedule");
  }

  @Test
  void workOfANightHasWhatIsLeftOfIt() {
    RunObjects night = RenderCase.night(target("deadline: 90m"));
    Owner owner = new Owner("demo", "uid-1");
    V1Job work = night.work(CELLS, true, owner, Duration.ofMinutes(20));
    assertThat(work.getSpec().getActiveDeadlineSeconds()).isEqualTo(1200);
    V1Job late = night.work(CELLS, true, owner, Duration.ofMinutes(-1));
    assertThat(late.getSpec().getActiveDeadlineSeconds()).isEqualTo(1);
    V1Job ofARun = RenderCase.run(target("")).work(CELLS, true, owner, Duration.ofMinutes(20));
    assertThat(ofARun.getSpec().getActiveDeadlineSeconds()).isNull();
  }

  @Test
  void whatACoordinatorOwnsStaysAsLongAsIt() {
    RunObjects objects = RenderCase.run(target("keepFinished: 1h"));
    V1Job work = objects.work(CELLS, true, new Owner("demo", "uid-1"));
    assertThat(work.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(objects.coordinator().getSpec().getTtlSecondsAfterFinished()).isEqualTo(3600);
  }

  @Test
  void aCoordinatorHasRoomForInputs() {
    V1Job job = RenderCase.run(target("work: {size: 200Gi, claim: models}")).coordinator();
    assertThat(pod(job).getVolumes())
        .filteredOn(volume -> volume.getName().equals("work"))
        .singleElement()
        .satisfies(
            work ->
                assertThat(work.getEmptyDir().getSizeLimit())
                    .isEqualTo(Quantity.fromString("200Gi")));
    assertThat(container(job).getVolumeMounts())
        .anyMatch(mount -> mount.getMountPath().equals("/work/inputs"));
  }

  @Test
  void workIsDeletedWithItsCoordinatorButNotControlledByIt() {
    V1Job job = RenderCase.run(target("")).work(CELLS, true, new Owner("demo", "uid-1"));
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("Job");
              assertThat(owner.getUid()).isEqualTo("uid-1");
              assertThat(owner.getController()).isNull();
            });
  }

  @Test
  void aQueueAdmitsWhatComputesAlone() {
    String queue = "queue: {name: night, priority: low}";
    assertThat(work(queue, CELLS).getSpec().getSuspend()).isTrue();
    assertThat(work(queue, CELLS).getMetadata().getLabels())
        .containsEntry("kueue.x-k8s.io/queue-name", "night")
        .containsEntry("kueue.x-k8s.io/priority-class", "low");
    for (V1Job job : List.of(work(queue, LOAD), RenderCase.run(target(queue)).coordinator())) {
      assertThat(job.getSpec().getSuspend()).isNull();
      assertThat(job.getMetadata().getLabels()).doesNotContainKey("kueue.x-k8s.io/queue-name");
    }
    assertThat(work("", CELLS).getSpec().getSuspend()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "gke-spot, cloud.google.com/gke-spot, true",
    "eks-spot, eks.amazonaws.com/capacityType, SPOT",
    "karpenter-spot, karpenter.sh/capacity-type, spot"
  })
  void aSpotPoolIsWantedAndItsTaintTolerated(String pool, String key, String value) {
    V1PodSpec computing = pod(work("pool: " + pool, CELLS));
    assertThat(computing.getNodeSelector()).isEqualTo(Map.of(key, value));
    assertThat(computing.getTolerations())
        .contains(new V1Toleration().key(key).operator("Equal").value(value).effect("NoSchedule"));
    assertThat(pod(work("pool: " + pool, LOAD)).getNodeSelector()).isNullOrEmpty();
    assertThat(pod(work("pool: " + pool, LOAD)).getTolerations()).isNullOrEmpty();
  }

  @Test
  void aGpuIsALimitAndAToleration() {
    V1Job job = work("", CELLS);
    assertThat(container(job).getResources().getLimits()).containsKey("nvidia.com/gpu");
    assertThat(pod(job).getTolerations())
        .containsExactly(
            new V1Toleration().key("nvidia.com/gpu").operator("Exists").effect("NoSchedule"));
    V1Job without = work("resources: {gpus: 0}", CELLS);
    assertThat(container(without).getResources().getLimits()).containsOnlyKeys("cpu", "memory");
    assertThat(pod(without).getTolerations()).isNullOrEmpty();
    assertThat(container(work("", LOAD)).getResources().getLimits())
        .containsOnlyKeys("cpu", "memory");
  }

  @Test
  void aChoreTakesNoMoreThanThereIs() {
    V1Job job = work("resources: {memory: 1Gi, cpus: 8}", LOAD);
    assertThat(container(job).getResources().getLimits())
        .isEqualTo(Map.of("cpu", Quantity.fromString("1"), "memory", Quantity.fromString("1Gi")));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "2, 2", "50, 2"})
  void noMoreIndexesMayFailThanThereAre(int asked, int rendered) {
    assertThat(work("maxFailedIndexes: " + asked, CELLS).getSpec().getMaxFailedIndexes())
        .isEqualTo(rendered);
  }

  @Test
  void aSharedVolumeHoldsInputsAlone() {
    V1Job job = work("work: {claim: models}", CELLS);
    assertThat(container(job).getVolumeMounts())
        .filteredOn(mount -> mount.getMountPath().equals("/work/inputs"))
        .singleElement()
        .satisfies(mount -> assertThat(mount.getName()).isEqualTo("inputs"));
    assertThat(pod(job).getVolumes())
        .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
        .singleElement()
        .satisfies(
            volume ->
                assertThat(volume.getPersistentVolumeClaim().getClaimName()).isEqualTo("models"));
  }

  @Test
  void shortTimesAreASecond() {
    V1Job job = work("grace: 100ms\n  keepFinished: 1500ms", CELLS);
    assertThat(pod(job).getTerminationGracePeriodSeconds()).isEqualTo(1);
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(2);
  }

  @Test
  void theWebhookIsTheCoordinatorsAlone() {
    Target target = target("notify: {secret: hook}");
    for (V1Job job : RenderCase.jobs(target)) {
      boolean coordinates = job.getMetadata().getName().equals(RenderCase.RUN);
      assertThat(container(job).getEnv())
          .filteredOn(variable -> variable.getName().equals("REALIGN_WEBHOOK"))
          .hasSize(coordinates ? 1 : 0);
    }
  }

  @Test
  void aTargetWithoutAClusterIsAProblem() {
    Target target = SpecReader.ofTarget().text("t", "threads: 1").value();
    assertThatThrownBy(() -> new RunPlacement("demo", RenderCase.IDENTITY, target, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cluster must be in the target")
        .hasMessageContaining("[RLN-760]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "UPPER", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "-a", "a b"})
  void aRunHasTheNameOfARun(String run) {
    assertThatThrownBy(() -> new RunPlacement(run, RenderCase.IDENTITY, target(""), null))
        .hasMessageContaining("[RLN-120]");
  }

  private static V1Job work(String cluster, Phase phase) {
    return RenderCase.run(target(cluster)).work(phase, true, null);
  }

  private static Target target(String cluster) {
    String yaml = "store: s3://b/p\ncluster:\n  image: realign:0.1.0\n  " + cluster + "\n";
    return SpecReader.ofTarget().text("target.yaml", yaml).value();
  }

  private static V1PodSpec pod(V1Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static V1Container container(V1Job job) {
    return pod(job).getContainers().get(0);
  }

  private static @Nullable String variable(V1Job job, String name) {
    return container(job).getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(V1EnvVar::getValue)
        .findFirst()
        .orElse(null);
  }
}
