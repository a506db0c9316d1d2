package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.ExitCode;
import realign.spec.TerminationMessage;

/** One sentence for each cause, in the words that Kubernetes itself uses for it. */
class DiagnosisTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static JobView job(JobView.State state, String reason, List<Integer> failed) {
    return new JobView(
        "n-cells",
        "u",
        "cells",
        state,
        reason,
        "",
        1,
        List.of(),
        failed,
        NOON,
        null,
        Map.of(),
        List.of("cell-000", "cell-001"),
        "",
        NOON,
        null);
  }

  private static JobView active() {
    return job(JobView.State.ACTIVE, "", List.of());
  }

  private static PodView pod(
      PodView.Phase phase,
      @Nullable Integer exit,
      String said,
      String waiting,
      String unschedulable,
      boolean disrupted,
      boolean deleting,
      String ending) {
    return new PodView(
        "p",
        "n-cells",
        1,
        phase,
        "node-7",
        exit,
        said,
        waiting,
        unschedulable,
        disrupted,
        deleting,
        NOON,
        ending);
  }

  private static PodView waiting(String why) {
    return pod(PodView.Phase.PENDING, null, "", why, "", false, false, "");
  }

  private static PodView unschedulable(String why) {
    return pod(PodView.Phase.PENDING, null, "", "", why, false, false, "");
  }

  private static PodView failed(int exit, String said, String ending) {
    return pod(PodView.Phase.FAILED, exit, said, "", "", false, false, ending);
  }

  private static PodView lost() {
    return pod(PodView.Phase.RUNNING, null, "", "", "", true, true, "");
  }

  private static EventView event(String object, String reason, String message) {
    return new EventView(object, reason, message, NOON);
  }

  private static EventView notCreated(String message) {
    return event(
        "n-cells", "FailedCreate", "Error creating: pods \"n-cells-\" is forbidden: " + message);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        pod(
            unschedulable(
                "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient"
                    + " nvidia.com/gpu. preemption: 0/3 nodes are available: 3 No preemption."),
            "waits for a node with a free GPU (nvidia.com/gpu)",
            "realign doctor --for k8s"),
        pod(
            unschedulable("0/2 nodes are available: 1 Insufficient memory. preemption: none"),
            "waits for a node with enough memory",
            "target.cluster.resources"),
        pod(
            unschedulable("0/2 nodes are available: 2 Insufficient cpu."),
            "waits for a node with enough cpu",
            "target.cluster.resources"),
        pod(
            unschedulable("0/2 nodes are available: 2 node(s) had untolerated taint {a: b}."),
            "for their taints",
            "target.cluster.tolerations"),
        pod(
            unschedulable("0/2 nodes are available: 2 node(s) didn't match Pod's node selector."),
            "no node takes it",
            "nodeSelector"),
        pod(
            waiting("ErrImagePull: pull access denied"),
            "its image cannot be pulled",
            "target.cluster.image"),
        pod(
            waiting("ImagePullBackOff: Back-off pulling image \"x:1\""),
            "its image cannot be pulled",
            "pullSecret"),
        pod(
            waiting("CreateContainerConfigError: secret \"s3-keys\" not found"),
            "needs the Secret s3-keys",
            "Create it"),
        pod(
            waiting("CreateContainerConfigError: configmap \"settings\" not found"),
            "needs the ConfigMap settings",
            "Create it"),
        pod(waiting("RunContainerError: no such file"), "does not start", "kubectl describe"),
        pod(lost(), "has not confirmed yet", "out-of-service"),
        of(
            List.of(lost()),
            List.of(event("p", "NodeNotReady", "Node is not ready")),
            "its node node-7 has vanished, and no second pod starts before the first is really gone",
            "kubectl delete node node-7"),
        of(
            List.of(waiting("")),
            List.of(
                event(
                    "p",
                    "FailedMount",
                    "MountVolume.SetUp failed for volume \"secret-x\" : secret \"hook\" not found")),
            "needs the Secret hook",
            "Create it"),
        of(
            List.of(),
            List.of(notCreated("exceeded quota: gpus, requested: requests.nvidia.com/gpu=1")),
            "the quota of the namespace is used up: gpus",
            "larger quota"),
        of(
            List.of(),
            List.of(notCreated("violates PodSecurity \"restricted:latest\": runAsNonRoot != true")),
            "enforces Pod Security restricted:latest: runAsNonRoot",
            "Render it again"),
        of(
            List.of(),
            List.of(
                notCreated(
                    "error looking up service account ml/realign-runner: serviceaccount"
                        + " \"realign-runner\" not found")),
            "the ServiceAccount realign-runner is missing",
            "realign render --install"),
        of(List.of(), List.of(notCreated("webhook says no")), "webhook says no", "describe job"),
        pod(failed(75, "", ""), "was preempted once; its next pod is yet to come", ""));
  }

  private static Arguments pod(PodView pod, String cause, String fix) {
    return of(List.of(pod), List.of(), cause, fix);
  }

  private static Arguments of(
      List<PodView> pods, List<EventView> events, String cause, String fix) {
    return Arguments.of(pods, events, cause, fix);
  }

  @ParameterizedTest
  @MethodSource("causes")
  void aJobThatDoesNotGetOn(List<PodView> pods, List<EventView> events, String cause, String fix) {
    List<Diagnosis> found = Diagnosis.of(List.of(active()), pods, events, false);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).cause()).contains(cause).doesNotContain("preemption:");
    assertThat(found.get(0).fix()).contains(fix);
    assertThat(found.get(0).toString()).startsWith(found.get(0).object() + ": ");
  }

  static Stream<Arguments> ends() {
    TerminationMessage blocked =
        new TerminationMessage(ExitCode.BLOCKED, "BLOCKED", "Harmful score 70 of at most 60.");
    TerminationMessage bad =
        new TerminationMessage(
            ExitCode.INVALID,
            null,
            "lr must be above 0 [RLN-101]",
            List.of(
                new TerminationMessage.Told("RLN-101", "lr must be above 0 [RLN-101]"),
                new TerminationMessage.Told("RLN-102", "rank must be above 0 [RLN-102]")));
    return Stream.of(
        Arguments.of(
            failed(10, blocked.json(), ""),
            "ended with 10, gate blocked; the champion is kept: Harmful score 70 of at most 60.",
            "realign report"),
        Arguments.of(
            failed(3, bad.json(), ""),
            "ended with 3, invalid spec or data: lr must be above 0 [RLN-101]; rank must",
            "Correct the spec"),
        Arguments.of(failed(4, "", ""), "ended with 4, credentials", "target.cluster.identity"),
        Arguments.of(failed(12, "", ""), "ended with 12, budget", "Raise the budget"),
        Arguments.of(
            failed(1, "trace", ""), "ended with 1, unexpected failure: trace", "realign logs"),
        Arguments.of(failed(137, "", ""), "ended with 137, killed", "realign logs"),
        Arguments.of(failed(137, "", "OOMKilled"), "needed more memory", "resources.memory"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void aJobThatFailed(PodView pod, String cause, String fix) {
    JobView job = job(JobView.State.FAILED, "PodFailurePolicy", List.of());
    Diagnosis found = Diagnosis.of(List.of(job), List.of(pod), List.of(), false).get(0);
    assertThat(found.cause()).startsWith(cause);
    assertThat(found.fix()).contains(fix);
  }

  @Test
  void anIndexThatFailedIsNamedByItsScope() {
    JobView job = job(JobView.State.ACTIVE, "", List.of(1));
    PodView runs = pod(PodView.Phase.RUNNING, null, "", "", "", false, false, "");
    assertThat(Diagnosis.of(List.of(job), List.of(runs, failed(3, "", "")), List.of(), false))
        .singleElement()
        .asString()
        .startsWith("n-cells cell-001: ended with 3");
  }

  @Test
  void aDeadlineIsNoFailureOfAPod() {
    JobView job = job(JobView.State.FAILED, "DeadlineExceeded", List.of());
    assertThat(Diagnosis.of(List.of(job), List.of(failed(143, "", "")), List.of(), false))
        .singleElement()
        .asString()
        .contains("its deadline had passed")
        .contains("target.cluster.deadline");
  }

  @Test
  void whoSuspendedAJobDecidesWhatHelps() {
    JobView own = job(JobView.State.SUSPENDED, "", List.of());
    JobView queued =
        new JobView(
            "q",
            "u",
            "cells",
            JobView.State.SUSPENDED,
            "",
            "",
            0,
            List.of(),
            List.of(),
            NOON,
            null,
            Map.of(),
            List.of(),
            "nightly",
            NOON,
            null);
    assertThat(Diagnosis.of(List.of(own), List.of(), List.of(), true).get(0).toString())
        .contains("the run was stopped")
        .contains("realign restart");
    assertThat(Diagnosis.of(List.of(own), List.of(), List.of(), false).get(0).cause())
        .contains("nobody stopped the run");
    assertThat(Diagnosis.of(List.of(queued), List.of(), List.of(), false).get(0).cause())
        .contains("waits for Kueue to admit it in the queue nightly");
  }

  @Test
  void aJobThatGetsOnNeedsNoWords() {
    PodView runs = pod(PodView.Phase.RUNNING, null, "", "", "", false, false, "");
    assertThat(Diagnosis.of(List.of(active()), List.of(runs), List.of(), false)).isEmpty();
    assertThat(
            Diagnosis.of(
                List.of(job(JobView.State.COMPLETE, "", List.of())), List.of(), List.of(), false))
        .isEmpty();
  }
}
