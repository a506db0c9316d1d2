package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.coordinator.StopMark;
import realign.log.ScopeLog;
import realign.result.Verdict;
import realign.store.ObjectStore;
import realign.store.Payload;

/** {@code realign ls, recover, abandon, purge}. */
class MaintenanceCommandsTest {
  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;
  private StoredRun run;

  @BeforeEach
  void aRun() {
    world = new TestWorld(folder);
    store = world.store();
    TinySpec.write(folder);
    TinySpec.file(folder.resolve("quick.yaml"), "timeToLive: 400ms\nheartbeat: 50ms\n");
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isZero();
    run = new StoredRun(store, "one");
    world.clock.advance(Duration.between(TestWorld.NOON, Clock.systemUTC().instant()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void lsShowsWhatAPersonStopped() {
    world.realign("ls");
    assertThat(world.out()).contains("waiting");
    new StopMark("me", TestWorld.NOON).set(store, "one");
    world.realign("ls");
    assertThat(world.out()).contains("stopped").doesNotContain("waiting");
    world.realign("ls", "-o", "json");
    JsonNode row = JsonDocuments.single(world.out(), "runs").path("runs").get(0);
    assertThat(row.path("stoppedBy").asText()).isEqualTo("me");
  }

  @Test
  @SuppressWarnings("try") // logs that are only held
  void recoverReleasesWhatTheDeadHold() throws Exception {
    try (ScopeLog dead = run.trained("align-000", 2);
        ScopeLog alive = run.trained("align-001", 1);
        Beating beating = new Beating(store, "runs/one/align-001/heartbeat-0.json")) {
      assertThat(world.realign("recover", "one", "--target", "quick.yaml")).isZero();
      assertThat(world.err()).contains("align-000 is held by").contains("at most 0s");
      assertThat(world.out())
          .containsPattern("align-000 +released +attempt ")
          .containsPattern("align-001 +left to its holder, which lives +attempt ");
    }
    world.realign("status", "one", "-o", "json");
    JsonNode scopes = JsonDocuments.single(world.out(), "status").path("scopes");
    assertThat(scopes.get(2).path("state").asText()).isEqualTo("released");
    assertThat(scopes.get(3).path("state").asText()).isEqualTo("running");
  }

  @Test
  void forkBeginsANewRunWithACheckpointAndLeavesTheOldOneAlone() {
    run.trained("align-000", 2).close();
    assertThat(world.realign("fork", "one", "tiny.yaml", "--at", "align-000:2", "--run", "two"))
        .isZero();
    assertThat(world.out().strip()).isEqualTo("two");
    assertThat(world.err()).contains("two begins with align-000 align 2 of one");
    world.realign("status", "two", "-o", "json");
    JsonNode scope = JsonDocuments.single(world.out(), "status").path("scopes").get(2);
    assertThat(scope.path("state").asText()).isEqualTo("released");
    assertThat(scope.at("/checkpoint/position").asLong()).isEqualTo(2);
    assertThat(world.realign("fork", "one", "tiny.yaml", "--at", "align-000:2", "--run", "two"))
        .as("a run begins once")
        .isEqualTo(3);
    assertThat(world.err()).contains("RLN-740");
  }

  @Test
  void forkOfWhatIsNotThereWritesNothing() {
    assertThat(world.realign("fork", "one", "tiny.yaml", "--at", "align-000:2", "--run", "two"))
        .isEqualTo(5);
    assertThat(world.realign("fork", "none", "tiny.yaml", "--at", "align-000", "--run", "two"))
        .isEqualTo(5);
    assertThat(world.realign("fork", "one", "tiny.yaml", "--at", "/", "--run", "two")).isEqualTo(2);
    assertThat(store.list("runs/two/", "", 10)).isEmpty();
  }

  @Test
  void recoverOfNothingIsSafe() {
    run.trained("align-000", 1).release();
    assertThat(world.realign("recover", "one")).isZero();
    assertThat(world.err()).contains("nothing to recover");
    assertThat(world.realign("recover", "one", "-o", "json")).isZero();
    assertThat(JsonDocuments.single(world.out(), "recover").path("scopes")).isEmpty();
  }

  @Test
  void abandonEndsARunForGood() {
    run.trained("align-000", 1).release();
    assertThat(world.realign("abandon", "one")).as("nobody to ask").isEqualTo(2);
    assertThat(world.err()).contains("RLN-752").contains("--yes");
    assertThat(world.answering("no").realign("abandon", "one")).isEqualTo(2);
    assertThat(world.err()).contains("Abandon run one for good? [y/N]").contains("nothing was");
    assertThat(world.answering("y").realign("abandon", "one", "--reason", "wrong data")).isZero();
    assertThat(world.out().lines()).hasSize(7).contains("align-000", "report");
    assertThat(world.realign("abandon", "one", "--yes")).as("again").isZero();
    assertThat(world.err()).contains("was abandoned before");
    world.realign("ls");
    assertThat(world.out()).containsPattern("one +abandoned");
  }

  @Test
  @SuppressWarnings("try") // a log that is only held
  void abandonRefusesWhileAHolderLives() throws Exception {
    run.done("load", "load", 1);
    try (ScopeLog alive = run.trained("align-001", 1);
        Beating beating = new Beating(store, "runs/one/align-001/heartbeat-0.json")) {
      assertThat(world.realign("abandon", "one", "--yes", "--target", "quick.yaml")).isEqualTo(6);
      assertThat(world.err()).contains("RLN-410").contains("--force");
      world.realign("ls");
      assertThat(world.out()).as("nothing was changed").contains("align-001 align");
    }
  }

  @Test
  void purgeTakesTheRestrictedArtefactsAndSaysWhy() {
    run.answered("cell-000");
    run.reported(Verdict.Outcome.PASS);
    assertThat(world.realign("purge", "one")).as("no reason").isEqualTo(2);
    assertThat(world.realign("purge", "one", "--reason", "old")).as("nobody to ask").isEqualTo(2);
    assertThat(objects("cell-000/restricted/")).isEqualTo(1);
    assertThat(world.realign("purge", "one", "--reason", "old", "--yes")).isZero();
    assertThat(world.out()).isEqualTo("cell-000  1 blobs\n");
    assertThat(objects("cell-000/restricted/")).isZero();
    assertThat(objects("cell-000/blobs/")).isPositive();
    assertThat(world.realign("checkpoint", "verify", "one", "cell-000")).isZero();
    assertThat(world.out()).contains("ok, 1 purged");
    assertThat(world.realign("purge", "one", "--reason", "old", "--yes")).isZero();
    assertThat(world.err()).contains("nothing was left");
  }

  @Test
  void purgeOfAllLeavesTheLogs() {
    run.answered("cell-000");
    run.reported(null);
    store.put("runs/one/report/report.html", Payload.of("x".getBytes(StandardCharsets.UTF_8)));
    assertThat(world.realign("purge", "one", "--all", "--restricted", "--reason", "x"))
        .isEqualTo(2);
    assertThat(world.realign("purge", "one", "--all", "--reason", "x", "--yes", "-o", "json"))
        .isZero();
    JsonNode blobs = JsonDocuments.single(world.out(), "purge").path("blobs");
    assertThat(blobs.path("cell-000").asLong()).isEqualTo(2);
    assertThat(blobs.path("base").asLong()).isZero();
    assertThat(store.list("runs/one/", "", 1000))
        .noneMatch(key -> key.contains("/blobs/") || key.contains("/report/report.html"))
        .contains("runs/one/spec.json", "runs/one/cell-000/log/0000000000.json");
    assertThat(world.realign("ls")).isZero();
  }

  @Test
  void purgeRefusesWhatHasNotEnded() {
    run.answered("cell-000");
    run.trained("align-000", 1).release();
    run.trained("align-001", 1).release();
    assertThat(world.realign("purge", "one", "--reason", "x", "--yes")).isEqualTo(3);
    assertThat(world.err()).contains("one/align-000").contains("one/align-001").contains("RLN-419");
    assertThat(objects("cell-000/restricted/")).as("nothing was deleted").isEqualTo(1);
  }

  @Test
  void listsAllRuns() {
    assertThat(world.realign("run", "tiny.yaml", "--run", "two")).isZero();
    assertThat(world.realign("run", "tiny.yaml", "--run", "three")).isZero();
    run.done("load", "load", 1);
    run.reported(Verdict.Outcome.BLOCKED);
    new StoredRun(store, "two").trained("align-001", 2).release();
    assertThat(world.realign("ls")).isZero();
    assertThat(world.out())
        .containsPattern("one +stopped +2/7 +report 1 +\\S+ +2 +BLOCKED\n")
        .containsPattern("three +waiting +0/7 +0\n")
        .containsPattern("two +stopped +align-001 align +0/7 +2 +align 2 +\\S+ +1\n");
    world.realign("ls", "-o", "name");
    assertThat(world.out()).isEqualTo("one\nthree\ntwo\n");
    store.put("runs/three/spec.json", Payload.of("{".getBytes(StandardCharsets.UTF_8)));
    assertThat(world.realign("ls", "-o", "json")).as("one damaged run hides no other").isZero();
    JsonNode runs = JsonDocuments.single(world.out(), "runs").path("runs");
    assertThat(runs.get(0).path("verdict").asText()).isEqualTo("BLOCKED");
    assertThat(runs.get(1).path("state").asText()).isEqualTo("damaged");
    assertThat(runs.get(1).path("problem").asText()).contains("RLN-");
    assertThat(world.realign("ls", "--store", "file:elsewhere")).isZero();
    assertThat(world.err()).contains("no runs in file:");
  }

  private long objects(String below) {
    return store.list("runs/one/" + below, "", 1000).size();
  }

  @Test
  void aClusterThatWasNamedMustBeThereForAListToo() {
    assertThat(world.realign("ls", "--kubeconfig", "none")).isNotZero();
    assertThat(world.err()).contains("none");
    assertThat(world.realign("ls")).isZero();
  }
}
