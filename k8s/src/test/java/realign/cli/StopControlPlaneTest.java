package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import realign.coordinator.StopMark;

/** Stops and restarts on a real control plane, whose coordinators are scripts. */
class StopControlPlaneTest extends ScriptedCoordinators {
  @Test
  void stopStaysStoppedAndRestartGoesOn() {
    install();
    plane.script("two", "echo begun; exec sleep 600");
    assertThat(realign("submit", "tiny.yaml", "--run", "two")).isZero();
    assertThat(realign("stop", "two")).as(world.err()).isZero();
    assertThat(job("two", "{.spec.suspend}")).isEqualTo("true");
    assertThat(StopMark.find(store, "two")).isPresent();
    assertThat(realign("submit", "tiny.yaml", "--run", "two")).isEqualTo(2);
    assertThat(world.err()).contains("was stopped by").contains("realign restart two");
    realign("status", "two");
    assertThat(world.out()).contains("suspended").contains("realign restart two");
    await().until(() -> realign("logs", "two", "-f") == 0 && world.err().contains("suspended"));
    String uid = job("two", "{.metadata.uid}");
    assertThat(realign("restart", "two")).as(world.err()).isZero();
    assertThat(job("two", "{.spec.suspend}")).isEqualTo("false");
    assertThat(job("two", "{.metadata.uid}")).isEqualTo(uid);
    assertThat(StopMark.find(store, "two")).isEmpty();
    plane.script("two", "exit 3");
    plane.kubectl("-n", namespace, "delete", "pod", "-l", "batch.kubernetes.io/job-name=two");
    await().until(() -> job("two", "{.status.conditions[*].type}").contains("Failed"));
    plane.script("two", "exec sleep 600");
    assertThat(realign("restart", "two")).as(world.err()).isZero();
    assertThat(job("two", "{.metadata.uid}")).isNotEqualTo(uid);
  }

  /** The coordinator had looked before the mark was there, and creates a Job while it ends. */
  @Test
  void aJobThatIsCreatedWhileTheRunIsStoppedIsStoppedToo() throws IOException {
    install();
    Path target = folder.resolve("target.yaml");
    TinySpec.file(target, Files.readString(target).replace("grace: 1s", "grace: 30s"));
    Path late = folder.resolve("late.json");
    TinySpec.file(
        late, foreign("late-cells", "realign/run: late, app.kubernetes.io/name: realign"));
    String kubectl =
        System.getenv("REALIGN_SHARED") + "/tools/controlplane/controlplane kubectl --kubeconfig ";
    plane.script(
        "late",
        "trap '"
            + kubectl
            + plane.kubeconfig()
            + " -n "
            + namespace
            + " apply -f "
            + late
            + "; exit 75' TERM",
        "echo hi; sleep 600 & wait");
    assertThat(realign("submit", "tiny.yaml", "--run", "late")).as(world.err()).isZero();
    await().until(() -> realign("logs", "late") == 0 && world.out().contains("hi"));
    assertThat(realign("stop", "late")).as(world.err()).isZero();
    assertThat(job("late-cells", "{.spec.suspend}")).isEqualTo("true");
    assertThat(job("late", "{.spec.suspend}")).isEqualTo("true");
    kubectl("patch", "job", "late-cells", "-p", "{\"spec\":{\"suspend\":true}}");
    StopMark.clear(store, "late"); // as a restart that was killed in between
    assertThat(realign("submit", "tiny.yaml", "--run", "late")).as(world.err()).isZero();
    assertThat(job("late-cells", "{.spec.suspend}")).isEqualTo("false");
  }

  @Test
  void whoeverWaitsForAStoppedRunIsToldSo() {
    install();
    Path mark = folder.resolve("mark");
    plane.script("ten", "while [ ! -e " + mark + " ]; do sleep 0.2; done");
    CompletableFuture<Integer> wait =
        CompletableFuture.supplyAsync(
            () -> realign("submit", "tiny.yaml", "--run", "ten", "--wait"));
    await().until(() -> kubectl("get", "jobs", "-o", "name").contains("job.batch/ten"));
    new StopMark("me", TestWorld.NOON).set(store, "ten");
    TinySpec.file(mark, "");
    assertThat(wait).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(75);
    assertThat(world.err()).contains("stopped by me").contains("realign restart ten goes on");
  }
}
