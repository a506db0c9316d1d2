package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.ScopeLog;
import realign.result.Verdict;
import realign.store.ObjectStore;

/** {@code realign status} on logs that a scope log wrote. */
class StatusCommandTest {
  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;
  private StoredRun run;

  @BeforeEach
  void aRun() {
    world = new TestWorld(folder);
    store = world.store();
    TinySpec.write(folder);
    assertThat(world.realign("run", "tiny.yaml", "--run", "night-1")).isZero();
    run = new StoredRun(store, "night-1");
    Duration sinceNoon = Duration.between(TestWorld.NOON, Clock.systemUTC().instant());
    world.clock.advance(sinceNoon);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void showsEveryScopeOfARunThatHasNotBegun() {
    assertThat(world.realign("status", "night-1")).isZero();
    assertThat(world.out().lines().map(String::strip))
        .containsExactly(
            "SCOPE      STATE    STAGE  PROGRESS  CHECKPOINT  AGE  ATTEMPTS  HOLDER",
            "load       waiting                                    0",
            "base       waiting                                    0",
            "align-000  waiting                                    0",
            "align-001  waiting                                    0",
            "cell-000   waiting                                    0",
            "cell-001   waiting                                    0",
            "report     waiting                                    0");
  }

  @Test
  void showsWhoIsAliveAndWhoIsSilent() {
    run.done("load", "load", 1);
    try (ScopeLog log = run.claimed("align-000", "align", 7)) {
      assertThat(world.realign("status", "night-1")).isZero();
      assertThat(line("load")).contains("done").contains("load 1");
      assertThat(line("align-000")).contains("running").contains("align 7").endsWith("alive");
      world.clock.advance(Duration.ofMinutes(90));
      world.realign("status", "night-1");
      assertThat(line("align-000")).containsPattern("no heartbeat for 1h(29|30)m");
      log.release();
    }
    world.realign("status", "night-1");
    assertThat(line("align-000")).contains("released").doesNotContain("heartbeat");
  }

  @Test
  void countsAttempts() {
    run.claimed("align-000", "align", 3).release();
    run.claimed("align-000", "align", 5).release();
    world.realign("status", "night-1", "-o", "wide");
    assertThat(line("align-000")).contains("vaccine rho 3 seed 1 ", " released ").endsWith("  2");
  }

  @Test
  void givesTheSameAsOneDocument() {
    run.done("load", "load", 1);
    run.reported(Verdict.Outcome.INCONCLUSIVE);
    assertThat(world.realign("status", "night-1", "-o", "json")).isZero();
    JsonNode document = JsonDocuments.single(world.out(), "status");
    assertThat(document.path("verdict").asText()).isEqualTo("INCONCLUSIVE");
    assertThat(document.path("scopes")).hasSize(7);
    assertThat(document.path("scopes").get(0).path("state").asText()).isEqualTo("done");
    assertThat(document.path("scopes").get(0).path("checkpoint").path("position").asInt())
        .isEqualTo(1);
    world.realign("status", "night-1", "-o", "yaml");
    assertThat(world.out()).startsWith("schemaVersion: 1\nkind: status\nrun: night-1\n");
    world.realign("status", "night-1", "-o", "name");
    assertThat(world.out()).startsWith("load\nbase\n");
  }

  @Test
  void aRunThatIsNotThereGivesTheNearestName() {
    assertThat(world.realign("status", "nihgt-1")).isEqualTo(5);
    assertThat(world.err()).contains("nihgt-1").contains("Did you mean night-1?");
    assertThat(world.realign("status", "night-1", "--store", "file:elsewhere")).isEqualTo(5);
    assertThat(world.err()).contains("--store");
  }

  private String line(String scope) {
    return world.out().lines().filter(line -> line.startsWith(scope)).findFirst().orElseThrow();
  }
}
