package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.log.ScopeLog;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/** {@code realign run} with a scripted child and a real store. */
class RunCommandTest {
  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;

  @BeforeEach
  void spec() {
    world = new TestWorld(folder);
    store = world.store();
    TinySpec.write(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void startsTheChildWithAllScopesInOrder() {
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).as(world.err()).isZero();
    assertThat(world.child.lastCall().subList(0, world.child.lastCall().size() - 1))
        .containsExactly(
            "run",
            "--store",
            "file:" + folder.resolve(".realign"),
            "--run",
            "one",
            "--scope",
            "load",
            "--scope",
            "base",
            "--scope",
            "align-000",
            "--scope",
            "align-001",
            "--scope",
            "cell-000",
            "--scope",
            "cell-001",
            "--scope",
            "report",
            "--target");
    assertThat(world.child.variables.get(0))
        .containsEntry("REALIGN_WORK", folder.resolve(".realign/work").toString())
        .containsEntry("REALIGN_PARENT_STDIN", "1")
        .doesNotContainKey("REALIGN_VERBOSE");
  }

  @Test
  void threadsThatWereAskedForWinOverThoseOfACheckpoint() {
    world.realign("run", "tiny.yaml", "--threads", "2");
    assertThat(world.child.lastCall()).containsSequence("--threads", "2");
  }

  @Test
  void passesOptionsOn() {
    world.realign(
        "run",
        "tiny.yaml",
        "--require-checkpoint",
        "--force",
        "--stop-after",
        "align",
        "--work",
        "w",
        "--verbose");
    assertThat(world.child.lastCall())
        .contains("--require-checkpoint", "--force", "--stop-after", "align")
        .doesNotContain("--threads", "--no-reuse");
    assertThat(world.child.variables.get(0))
        .containsEntry("REALIGN_WORK", folder.resolve("w").toString())
        .containsEntry("REALIGN_VERBOSE", "1");
  }

  @Test
  void handsTheDecidedTargetToTheChildAndRemovesItAfterwards() throws IOException {
    TinySpec.file(folder.resolve("target.yaml"), "threads: 2\nheartbeat: 2s\n");
    world.environment.put("REALIGN_THREADS", "3");
    StringBuilder seen = new StringBuilder();
    world.child.does(
        () -> {
          try (Stream<Path> files = Files.list(folder.resolve(".realign/work"))) {
            seen.append(Files.readString(files.findFirst().orElseThrow()));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    world.realign("run", "tiny.yaml", "--target", "target.yaml", "--threads", "4");
    assertThat(seen).contains("\"threads\":4").contains("\"heartbeat\":\"2s\"");
    try (Stream<Path> files = Files.list(folder.resolve(".realign/work"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void writesTheSpecOnceAndResumes() {
    world.realign("run", "tiny.yaml", "--run", "one");
    assertThat(world.err()).contains("starting one in file:");
    byte[] spec = store.get("runs/one/spec.json").orElseThrow();

    StoredRun run = new StoredRun(store, "one");
    run.done("load", "load", 1);
    run.done("base", "evaluate", 4);
    try (ScopeLog open = run.claimed("align-000", "align", 7)) {
      open.release();
    }
    world.realign("run", "tiny.yaml", "--run", "one");
    assertThat(world.err()).contains("resuming one at align-000 align 7 in file:");
    assertThat(store.get("runs/one/spec.json").orElseThrow()).isEqualTo(spec);
  }

  @Test
  void refusesAnotherSpecUnderATakenNameWithTheDifference() {
    world.realign("run", "tiny.yaml", "--run", "one");
    TinySpec.write(folder, TinySpec.TEXT.replace("lr: 1e-3", "lr: 2e-3"));
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isEqualTo(3);
    assertThat(world.err())
        .contains("align.optimiser.lr")
        .contains("0.001 -> 0.002")
        .contains("--fresh");
    assertThat(world.child.calls).hasSize(1);
  }

  @Test
  void anotherSpecIsAnotherRunAndFreshIsANewName() {
    world.realign("run", "tiny.yaml", "-o", "name");
    String first = world.out();
    world.realign("run", "tiny.yaml", "-o", "name");
    assertThat(world.out()).isEqualTo(first).matches("tiny-[0-9a-f]{8}\n");
    assertThat(world.realign("run", "tiny.yaml", "-o", "name", "--fresh")).isZero();
    assertThat(world.child.lastCall()).contains("--no-reuse");
    assertThat(world.out()).isEqualTo("tiny-260301120000\n");
    assertThat(world.realign("run", "tiny.yaml", "--fresh")).isEqualTo(2);
    assertThat(world.err()).contains("tiny-260301120000");
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void passesEveryExitCodeOn(ExitCode code) {
    world.child.exits(code.number());
    assertThat(world.realign("run", "tiny.yaml")).isEqualTo(code.number());
  }

  @Test
  void aKilledChildIsAnUnexpectedFailureThatCanGoOn() {
    world.child.exits(137);
    assertThat(world.realign("run", "tiny.yaml")).isEqualTo(1);
    assertThat(world.err()).contains("signal 9").contains("memory").contains("goes on");
  }

  @Test
  void endsWithTheHeadlineAndWhereTheReportLies() {
    world.child.does(() -> new StoredRun(store, "one").reported(Verdict.Outcome.BLOCKED));
    world.child.prints("{\"event\":\"end\",\"exit\":10,\"verdict\":\"BLOCKED\"}").exits(10);
    assertThat(world.realign("run", "tiny.yaml", "--run", "one")).isEqualTo(10);
    assertThat(world.out())
        .contains("BLOCKED  Harmful score 12 of at most 60.")
        .contains("report  " + folder.resolve(".realign/runs/one/report/report.html"));
    assertThat(world.err()).contains("next    realign report one");
  }

  @Test
  void oneDocumentAtTheEnd() {
    world.child.does(() -> new StoredRun(store, "one").reported(Verdict.Outcome.PASS));
    world.child.prints("some library's line", "{\"event\":\"note\",\"text\":\"hello\"}");
    assertThat(world.realign("run", "tiny.yaml", "--run", "one", "-o", "json")).isZero();
    JsonNode document = JsonDocuments.single(world.out(), "run");
    assertThat(document.path("run").asText()).isEqualTo("one");
    assertThat(document.path("exit").asInt()).isZero();
    assertThat(document.path("verdict").path("outcome").asText()).isEqualTo("PASS");
    assertThat(document.path("report").asText()).endsWith("/runs/one/report/report.html");
    assertThat(world.err()).contains("some library's line\nhello\n");
  }

  @Test
  void showsTheEndOfEveryStageInALog() {
    world.child.prints(
        "{\"event\":\"stage\",\"scope\":\"load\",\"stage\":\"load\",\"position\":0,\"size\":5}",
        "{\"event\":\"stage\",\"scope\":\"base\",\"stage\":\"evaluate\",\"position\":0,\"size\":4}",
        "{\"event\":\"end\",\"exit\":0}");
    world.realign("run", "tiny.yaml");
    assertThat(world.err()).contains("\nload load 5/5 100%\nbase evaluate 4/4 100%\n");
    world.child.prints(
        "{\"event\":\"stage\",\"scope\":\"load\",\"stage\":\"load\",\"position\":0,\"size\":5}",
        "{\"event\":\"end\",\"exit\":75}");
    world.realign("run", "tiny.yaml");
    assertThat(world.err()).doesNotContain("100%");
  }

  @Test
  void passesTalkOnButForTheEnginesOwnWarnings() {
    String warning = "[W1124 13:20:33.704885718 LegacyTypeDispatch.h:74] Warning: deprecated";
    world.child.talks(warning, "12:00:00 INFO  hello");
    world.realign("run", "tiny.yaml");
    assertThat(world.err()).contains("\n12:00:00 INFO  hello\n").doesNotContain("[W1124");
    world.realign("run", "tiny.yaml", "--verbose");
    assertThat(world.err()).contains(warning);
  }

  @Test
  void saysWhatAPreemptionMeans() {
    world.child.exits(75);
    world.realign("run", "tiny.yaml", "--run", "one");
    assertThat(world.err()).contains("stopped one; the checkpoint is committed");
  }

  @Test
  void wrongUseStartsNothing() {
    for (List<String> arguments :
        List.of(
            List.of("run"),
            List.of("run", "tiny.yaml", "--stop-after", "algin"),
            List.of("run", "tiny.yaml", "--run", "Not A Name"),
            List.of("run", "tiny.yaml", "--run", "one", "--fresh"),
            List.of("run", "tiny.yaml", "--threads", "many"))) {
      assertThat(world.realign(arguments.toArray(String[]::new))).as("%s", arguments).isEqualTo(2);
      assertThat(world.out()).isEmpty();
      assertThat(world.err()).startsWith("error: ").doesNotContain("\tat ");
    }
    assertThat(world.child.calls).isEmpty();
  }

  @Test
  void anInvalidTargetValueIsTold() {
    world.environment.put("REALIGN_THREADS", "0");
    assertThat(world.realign("run", "tiny.yaml")).isEqualTo(3);
    assertThat(world.err()).contains("threads must be at least 1, but is 0");
    world.environment.clear();
    assertThat(world.realign("run", "tiny.yaml", "--store", "ftp://somewhere")).isEqualTo(3);
    assertThat(world.err()).contains("store").contains("ftp://somewhere");
  }

  @Test
  void aStoreThatCannotBeWrittenIsTold() {
    TinySpec.file(folder.resolve("taken"), "a file where the store's folder should be");
    assertThat(world.realign("run", "tiny.yaml", "--store", "file:taken")).isEqualTo(7);
    assertThat(world.err()).contains("store file:").containsOnlyOnce("[RLN-401]");
    assertThat(world.child.calls).isEmpty();
  }
}
