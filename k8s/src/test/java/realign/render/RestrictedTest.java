package realign.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Volume;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every pod of every target. */
class RestrictedTest {

  @ParameterizedTest
  @EnumSource
  void noPodHasMoreRightsThanItNeeds(RenderCase each) {
    for (V1PodSpec pod : pods(each)) {
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
      assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(65532);
      assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(65532);
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.getHostNetwork()).isNull();
      assertThat(pod.getHostPID()).isNull();
      assertThat(pod.getHostIPC()).isNull();
      assertThat(pod.getInitContainers()).isNullOrEmpty();
      assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
      pod.getContainers().forEach(RestrictedTest::hasNoMoreRights);
    }
  }

  private static void hasNoMoreRights(V1Container container) {
    var context = container.getSecurityContext();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getPrivileged()).isNull();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(context.getCapabilities().getAdd()).isNullOrEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void onlyACoordinatorHasAToken(RenderCase each) {
    for (V1PodSpec pod : pods(each)) {
      boolean coordinates =
          pod.getContainers().get(0).getCommand().equals(List.of("java", "@/app/realign.jvm"));
      assertThat(pod.getAutomountServiceAccountToken()).isEqualTo(coordinates);
      var identity = RunPlacement.cluster(each.target()).identity();
      assertThat(pod.getServiceAccountName())
          .isEqualTo(coordinates ? identity.coordinator() : identity.runner());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFolderHasALimit(RenderCase each) {
    for (V1PodSpec pod : pods(each)) {
      assertThat(pod.getVolumes())
          .filteredOn(volume -> volume.getEmptyDir() != null)
          .isNotEmpty()
          .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null);
      assertThat(pod.getContainers().get(0).getVolumeMounts())
          .extracting("name")
          .containsExactlyElementsOf(pod.getVolumes().stream().map(V1Volume::getName).toList());
    }
  }

  /** A variable that may hold a secret names where it lies, and only these do. */
  @ParameterizedTest
  @EnumSource
  void noVariableHoldsASecret(RenderCase each) {
    List<String> plain =
        List.of(
            "REALIGN_WORK",
            "DJL_CACHE_DIR",
            "ENGINE_CACHE_DIR",
            "TMPDIR",
            "REALIGN_LOG",
            "REALIGN_TERMINATION_MESSAGE",
            "REALIGN_BATCH_CLASSPATH",
            "OMP_WAIT_POLICY",
            "JOB_COMPLETION_INDEX");
    for (V1PodSpec pod : pods(each)) {
      assertThat(pod.getContainers().get(0).getEnv())
          .filteredOn(variable -> variable.getValue() != null)
          .extracting(V1EnvVar::getName)
          .isSubsetOf(plain);
    }
  }

  static List<V1PodSpec> pods(RenderCase each) {
    var jobs =
        Stream.concat(
                RenderCase.jobs(each.target()).stream(),
                RenderCase.nightJobs(each.target()).stream())
            .map(job -> job.getSpec().getTemplate().getSpec());
    var night = RenderCase.nightly(each.target()).cronJob().getSpec().getJobTemplate().getSpec();
    return Stream.concat(jobs, Stream.of(night.getTemplate().getSpec())).toList();
  }
}
