package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import realign.coordinator.StopMark;
import realign.result.Circumstances;
import realign.result.Verdict;
import realign.spec.ResolvedSpec;

/** Schedules on a real control plane, whose coordinators are scripts. */
class ScheduleControlPlaneTest extends ScriptedCoordinators {
  @Test
  void schedulesAreMadePausedAndBegunByHand() {
    install();
    String[] submit = {
      "submit", "tiny.yaml", "--schedule", "0 2 * * *", "--time-zone", "Europe/Berlin"
    };
    assertThat(realign(submit)).as(world.err()).isZero();
    assertThat(world.out()).isEqualTo("tiny\n");
    assertThat(world.err()).contains("how long a night takes is not known");
    assertThat(realign(submit)).as(world.err()).isZero();
    assertThat(store.list("schedules/tiny/", "", 100).stream().filter(k -> k.endsWith("spec.json")))
        .hasSize(1);
    assertThat(realign("schedule", "ls")).isZero();
    assertThat(world.out()).contains("tiny").contains("0 2 * * *").contains("2026-03-02T01:00:00Z");
    assertThat(realign("schedule", "suspend", "tiny")).isZero();
    assertThat(realign(submit)).isZero();
    assertThat(world.err()).contains("realign schedule resume tiny");
    assertThat(realign("schedule", "ls", "-o", "json")).isZero();
    assertThat(
            JsonDocuments.single(world.out(), "schedules")
                .path("schedules")
                .get(0)
                .path("suspended")
                .asBoolean())
        .isTrue();
    assertThat(realign("schedule", "resume", "tiny")).isZero();
    assertThat(realign("schedule", "run-now", "tiny")).as(world.err()).isZero();
    assertThat(world.out()).isEqualTo("tiny-now-202603011200\n");
    assertThat(job("tiny-now-202603011200", "{.metadata.ownerReferences[0].kind}"))
        .isEqualTo("CronJob");
    assertThat(realign("schedule", "run-now", "tiny")).isZero();
    assertThat(world.err()).contains("already under way");
    assertThat(realign("schedule", "run-now", "tny")).isEqualTo(5);
    assertThat(world.err()).contains("Did you mean tiny?");
    plane.kubectl("-n", namespace, "delete", "cronjob", "tiny");
  }

  @Test
  void aNightThatCannotEndInTimeIsRefusedWithTheNumbers() {
    target("  deadline: 1h");
    new StoredRun(store, "tiny-1")
        .reported(
            Verdict.Outcome.PASS,
            List.of(
                new Circumstances.Attempt(
                    "align-000",
                    1,
                    "somebody",
                    TestWorld.NOON,
                    TestWorld.NOON.plus(Duration.ofHours(3)),
                    null,
                    "align 0",
                    null,
                    0,
                    Circumstances.Ending.DONE,
                    0)));
    assertThat(realign("submit", "tiny.yaml", "--schedule", "0 2 * * *")).isEqualTo(3);
    assertThat(world.err())
        .contains("must be at least what a night takes, 3h")
        .contains("run tiny-1 took 3h")
        .contains("RLN-788");
    assertThat(store.list("schedules/", "", 1)).isEmpty();
  }

  /** Suspended it would be a night under way, and Forbid would skip all that come after. */
  @Test
  void theCoordinatorOfANightEndsByTheMark() {
    install();
    String run = "dusk-now-202603011200";
    Path mark = folder.resolve("mark");
    plane.script(run, "while [ ! -e " + mark + " ]; do sleep 0.2; done");
    assertThat(realign(words("submit tiny.yaml --schedule @never --name dusk"))).isZero();
    assertThat(realign("schedule", "run-now", "dusk")).as(world.err()).isZero();
    world.clock.advance(Duration.ofMinutes(2));
    assertThat(realign("schedule", "run-now", "dusk")).isEqualTo(6);
    assertThat(world.err()).contains("RLN-787").contains(run);
    assertThat(realign("schedule", "run-now", "dusk", "--force")).as(world.err()).isZero();
    kubectl("delete", "job", world.out().strip());
    Path tiny = folder.resolve("tiny.yaml");
    new Runs(store).establish(run, submitted(tiny));
    CompletableFuture<Integer> stop = CompletableFuture.supplyAsync(() -> realign("stop", run));
    await().until(() -> StopMark.find(store, run).isPresent());
    assertThat(job(run, "{.spec.suspend}")).isNotEqualTo("true");
    TinySpec.file(mark, "");
    assertThat(stop).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(0);
    assertThat(world.err()).contains("nights of dusk go on").contains("stopped " + run);
    assertThat(job(run, "{.spec.suspend}")).isNotEqualTo("true");
    kubectl("delete", "job", run);
    assertThat(realign("restart", run)).as(world.err()).isZero();
    assertThat(job(run, "{.spec.template.spec.containers[0].args}")).contains("--schedule");
    kubectl("delete", "job", run);
    kubectl("delete", "cronjob", "dusk");
  }

  private ResolvedSpec submitted(Path spec) {
    assertThat(realign("submit", String.valueOf(spec.getFileName()), "--run", "day")).isZero();
    return new Runs(store).require("day");
  }
}
