package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.CheckpointName;
import realign.log.ScopeLog;
import realign.log.StoredBlob;
import realign.log.StoredCommit;
import realign.store.ObjectStore;
import realign.store.Payload;

/** {@code realign checkpoint ...} on logs that a scope log wrote. */
class CheckpointCommandTest {
  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;
  private StoredRun run;

  @BeforeEach
  void aRun() {
    world = new TestWorld(folder);
    store = world.store();
    TinySpec.write(folder);
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isZero();
    run = new StoredRun(store, "one");
    world.clock.advance(Duration.between(TestWorld.NOON, Clock.systemUTC().instant()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Entry 0 is the claim, entry n the commit of step n; the newest three are kept. */
  private void trained(long steps) {
    run.trained("align-000", steps).release();
  }

  @Test
  void listsWhatCanBeRestoredNewestFirst() {
    trained(5);
    assertThat(world.realign("checkpoint", "ls", "one")).isZero();
    assertThat(world.out().lines().map(line -> line.split("  +", -1)[1]))
        .containsExactly("STEP", "5", "4", "3");
    assertThat(world.out()).contains("align-000  5     align  5 ").contains("restorable");
    world.realign("checkpoint", "ls", "one", "align-000", "--all", "-o", "name");
    assertThat(world.out().lines().map(String::strip))
        .containsExactly("align-000@5", "align-000@4", "align-000@3", "align-000@2", "align-000@1");
    world.realign("checkpoint", "ls", "one", "--all", "-o", "json");
    JsonNode all = JsonDocuments.single(world.out(), "checkpoints").path("checkpoints");
    assertThat(all.get(0).path("restorable").asBoolean()).isTrue();
    assertThat(all.get(0).path("bytes").asLong()).isGreaterThan(100);
    assertThat(all.get(4).path("restorable").asBoolean()).isFalse();
    assertThat(world.realign("checkpoint", "ls", "one", "-o", "wide")).isZero();
    assertThat(world.out()).contains("AVX2");
  }

  @Test
  void aScopeThatIsNotThereGivesTheNearestName() {
    assertThat(world.realign("checkpoint", "ls", "one", "align-00")).isEqualTo(5);
    assertThat(world.err()).contains("RLN-751").contains("Did you mean align-000?");
    assertThat(world.realign("checkpoint", "ls", "two")).isEqualTo(5);
    assertThat(world.realign("checkpoint")).isEqualTo(2);
    assertThat(world.err()).contains("a command is missing: ls, show");
  }

  @Test
  void aDamagedLogHidesNoOther() {
    trained(2);
    run.done("load", "load", 1);
    store.put("runs/one/load/log/0000000001.json", bytes("{"));
    assertThat(world.realign("checkpoint", "ls", "one")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-412").contains("runs/one/load/log/0000000001.json");
    assertThat(world.out()).contains("align-000");
  }

  @Test
  void showsWhatACheckpointHolds() {
    trained(3);
    assertThat(world.realign("checkpoint", "show", "one", "align-000:2")).isZero();
    assertThat(world.out())
        .contains("checkpoint     align-000@2 (restorable)")
        .contains("goes on from   @1")
        .contains("records steps  2")
        .containsPattern("weights +A +F32 \\[2\\]")
        .containsPattern("moments1 +state +\\d+ B +no +[0-9a-f]{12}\n");
    world.realign("checkpoint", "show", "one", "align-000@3", "-o", "json");
    JsonNode document = JsonDocuments.single(world.out(), "checkpoint");
    assertThat(document.path("base").asLong()).isEqualTo(2);
    assertThat(document.path("parent").asText()).hasSize(64);
    assertThat(document.path("provenance").path("processor").asText()).isEqualTo("AVX2");
    assertThat(document.path("blobs")).hasSize(4);
    assertThat(world.realign("checkpoint", "show", "one", "align-000:9")).isEqualTo(5);
    assertThat(world.err()).contains("RLN-417").contains("align-000:3");
    assertThat(world.realign("checkpoint", "show", "one", "align-000:x")).isEqualTo(2);
  }

  @Test
  void verifiesEveryByte() {
    trained(4);
    run.done("load", "load", 1);
    assertThat(world.realign("checkpoint", "verify", "one")).isZero();
    assertThat(world.out())
        .containsPattern("align-000 +6 +3 +\\d+ +.* ok\n")
        .containsPattern("base +0 +0 +0 +0 B +empty\n");
    String key = blob("align-000:4", "weights").key();
    store.put(key, bytes("flipped"));
    assertThat(world.realign("checkpoint", "verify", "one")).isEqualTo(3);
    assertThat(world.out())
        .contains("1 damaged")
        .contains("damaged     " + key + ": has other bytes than were written (of align-000@4)")
        .contains("restorable  align-000@3, align-000@2");
    assertThat(world.realign("checkpoint", "verify", "one", "align-000:3")).isZero();
    assertThat(world.realign("checkpoint", "verify", "one", "load")).isZero();
    assertThat(world.realign("checkpoint", "verify", "one", "align-000@4", "-o", "json"))
        .isEqualTo(3);
    JsonNode document = JsonDocuments.single(world.out(), "verification");
    assertThat(document.path("sound").asBoolean()).isFalse();
    assertThat(document.path("scopes").get(0).path("damages").get(0).path("key").asText())
        .isEqualTo(key);
    store.delete("runs/one/align-000/log/0000000001.json");
    assertThat(world.realign("checkpoint", "verify", "one", "align-000", "-o", "name"))
        .isEqualTo(3);
    assertThat(world.out().lines()).contains("runs/one/align-000/log/0000000001.json", key);
  }

  @Test
  void tellsHowFarTensorsMoved() {
    trained(3);
    assertThat(world.realign("checkpoint", "diff", "one", "align-000:1", "align-000:3")).isZero();
    assertThat(world.out())
        .contains("from  one/align-000@1 (align 1)")
        .containsPattern("weights +B +F32 \\[2\\] +1/2 +2.000 +2.000 +2.000 +1.000000000\n")
        .doesNotContain("moments1")
        .contains("records    steps: 1, 3")
        .contains("moved      1 of 2 tensors; L2 of all weights 2.000");
    world.realign("checkpoint", "diff", "one", "align-000:1", "align-000:3", "--all", "-o", "json");
    JsonNode tensors = JsonDocuments.single(world.out(), "checkpointDifference").path("tensors");
    assertThat(tensors).hasSize(3);
    assertThat(tensors.get(0).path("blob").asText()).as("furthest first").isEqualTo("moments1");
    assertThat(tensors.get(0).path("l2").asDouble()).isEqualTo(Math.sqrt(8));
    assertThat(tensors.get(2).path("changed").asLong()).isZero();
  }

  @Test
  void comparesRuns() {
    trained(1);
    assertThat(world.realign("run", "tiny.yaml", "--run", "two")).isZero();
    new StoredRun(store, "two").trained("align-001", 2).release();
    assertThat(world.realign("checkpoint", "diff", "one/align-000", "two/align-001")).isZero();
    assertThat(world.out()).contains("to    two/align-001@2");
    assertThat(world.realign("checkpoint", "diff", "align-000", "two/align-001")).isEqualTo(2);
    assertThat(world.err()).contains("RLN-753").contains("RUN/align-000");
    assertThat(world.realign("checkpoint", "diff", "one")).isEqualTo(2);
  }

  @Test
  void prunesOnlyWhenTold() {
    trained(4);
    assertThat(world.realign("checkpoint", "prune", "one", "--keep", "1")).isZero();
    assertThat(world.out()).contains("align-000@2 align-000@3");
    assertThat(world.err()).contains("dry run");
    assertThat(kept()).containsExactly("align-000@4", "align-000@3", "align-000@2");
    assertThat(world.realign("checkpoint", "prune", "one", "--keep", "0")).isEqualTo(2);
    world.realign("checkpoint", "prune", "one", "--keep", "1", "-o", "json");
    long bytes = JsonDocuments.single(world.out(), "prune").at("/scopes/0/bytes").asLong();
    long before = size();
    assertThat(world.realign("checkpoint", "prune", "one", "--keep", "1", "--yes")).isZero();
    assertThat(before - size()).as("the bytes that were told").isEqualTo(bytes).isPositive();
    assertThat(kept()).hasSize(1);
    assertThat(world.realign("checkpoint", "verify", "one")).isZero();
    assertThat(world.realign("checkpoint", "prune", "one", "--keep", "1", "--yes")).isZero();
    assertThat(world.err()).contains("nothing to prune");
  }

  @Test
  void pinsSurviveRetention() {
    trained(3);
    assertThat(world.realign("checkpoint", "pin", "one", "align-000:2")).isZero();
    assertThat(world.out()).contains("align-000@2 is pinned");
    world.realign("checkpoint", "pin", "one", "align-000@2");
    assertThat(world.out()).contains("is pinned already");
    world.realign("checkpoint", "ls", "one");
    assertThat(world.out()).containsPattern("align-000 +2 +align +2 .* pinned");
    world.realign("checkpoint", "show", "one", "align-000", "-o", "json");
    assertThat(JsonDocuments.single(world.out(), "checkpoint").at("/provenance/device").asText())
        .as("whoever pins did not compute")
        .isEqualTo("cpu");
    world.realign("checkpoint", "prune", "one", "--keep", "1", "--yes");
    assertThat(kept()).hasSize(2).contains("align-000@2");
    assertThat(world.realign("checkpoint", "unpin", "one", "align-000@2")).isZero();
    world.realign("checkpoint", "prune", "one", "--keep", "1", "--yes");
    assertThat(kept()).hasSize(1);
  }

  @Test
  void aHolderThatLivesIsNotDisturbed() throws Exception {
    TinySpec.file(folder.resolve("quick.yaml"), "timeToLive: 400ms\nheartbeat: 50ms\n");
    ScopeLog log = run.trained("align-000", 3);
    try (log) {
      Beating beating = new Beating(store, "runs/one/align-000/heartbeat-0.json");
      try (beating) {
        assertThat(
                world.realign("checkpoint", "pin", "one", "align-000:2", "--target", "quick.yaml"))
            .isEqualTo(6);
      }
      assertThat(world.err()).contains("looking for a sign of life").contains("RLN-410");
    }
  }

  private List<String> kept() {
    world.realign("checkpoint", "ls", "one", "-o", "name");
    return world.out().lines().toList();
  }

  private StoredBlob blob(String checkpoint, String name) {
    return StoredCommit.named(store, "one", CheckpointName.parse(checkpoint)).blobs().stream()
        .filter(blob -> blob.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private long size() {
    return store.list("runs/one/align-000/blobs/", "", 1000).stream()
        .mapToLong(key -> store.get(key).orElseThrow().length)
        .sum();
  }

  private static Payload bytes(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
