package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

class MainTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @Test
  void aRunEndsWithTheVerdictAndItsEventsAreJson() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    String address = "file:" + folder.resolve("store");
    try (ObjectStore store = ObjectStores.open(address)) {
      tiny.submit(store);
      assertThat(run(tiny, address)).isEqualTo(ExitCode.BLOCKED.number());
      assertThat(store.get("runs/tiny/report/report.html")).isPresent();
      assertThat(store.get("runs/tiny/report/report.json")).isPresent();
      assertThat(folder.resolve("work/logs")).isNotEmptyDirectory();
    }
    adapterIsExported(address);
    attackedModelIsNot(address);
  }

  private int run(TinyRun tiny, String address) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            Main.class,
            Map.of("REALIGN_WORK", tiny.work().toString()),
            "run",
            "--store",
            address,
            "--run",
            TinyRun.RUN,
            "--target",
            tiny.target().toString())) {
      int code = child.awaitExit();
      List<JsonNode> events = new ArrayList<>();
      for (String line : child.lines()) {
        events.add(JSON.readTree(line));
      }
      assertThat(events)
          .extracting(event -> event.path("event").asText())
          .isSubsetOf("stage", "progress", "note", "problem", "end");
      JsonNode last = events.get(events.size() - 1);
      assertThat(last.path("verdict").asText()).isEqualTo("BLOCKED");
      assertThat(last.path("exit").asInt()).isEqualTo(code);
      assertThat(child.lines()).anyMatch(line -> line.contains("\"stage\":\"attack\""));
      return code;
    }
  }

  private void adapterIsExported(String address) {
    Path directory = folder.resolve("adapter");
    assertThat(
            start(
                "export",
                "--store",
                address,
                "--run",
                TinyRun.RUN,
                "--scope",
                "align-000",
                "--adapter",
                directory.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(directory.resolve("adapter_model.safetensors")).exists();
    assertThat(
            start(
                "export",
                "--store",
                address,
                "--run",
                TinyRun.RUN,
                "--scope",
                "align-000",
                "--merged",
                folder.resolve("merged").toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("merged/model.safetensors")).exists();
  }

  private void attackedModelIsNot(String address) {
    assertThat(
            start(
                "export",
                "--store",
                address,
                "--run",
                TinyRun.RUN,
                "--scope",
                "cell-000",
                "--merged",
                folder.resolve("attacked").toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(folder.resolve("attacked")).doesNotExist();
  }

  @Test
  void checkTellsRowsAndTokensOfEverySet() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.DONE);
    JsonNode sets = JSON.readTree(lines().get(0)).path("sets");
    assertThat(sets.path("set-align").path("rows").asInt()).isEqualTo(6);
    assertThat(sets.path("set-align").path("tokens").asInt()).isPositive();
    assertThat(sets.path("prompts-harmful").path("rows").asInt()).isEqualTo(4);
  }

  @Test
  void anUnknownRunIsNotFound() {
    assertThat(start("run", "--store", "file:" + folder, "--run", "nothing"))
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(lines()).anyMatch(line -> line.contains("RLN-725"));
  }

  @Test
  void aWorkFolderThatCannotBeWrittenIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    RunRequest request =
        new RunRequest(
            "file:" + folder,
            "nothing",
            List.of(),
            null,
            null,
            new Claims.Options(false, false, false),
            file.resolve("work"));
    Events events = events();
    assertThat(Main.end(events, () -> new RunCommand(request).run(events, new StopSignal())))
        .isEqualTo(ExitCode.INVALID);
    assertThat(lines().get(0)).contains("RLN-728").contains("REALIGN_WORK");
  }

  @Test
  void wrongUseIsToldWithTheNearestName() {
    assertThat(start("run", "--stor", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(lines().get(0)).contains("Did you mean --store?");
    assertThat(start("dance")).isEqualTo(ExitCode.USAGE);
    assertThat(start()).isEqualTo(ExitCode.USAGE);
    assertThat(start("run", "--store")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anUnexpectedFailureHasAnIdAndNoStackTrace() {
    Events events = events();
    ExitCode code =
        Main.end(
            events,
            () -> {
              throw new IllegalStateException("surprise");
            });
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(lines().get(0)).contains("unexpected-").contains("surprise").doesNotContain("at ");
    assertThat(lines().get(1)).isEqualTo("{\"event\":\"end\",\"exit\":1,\"verdict\":null}");
  }

  private ExitCode start(String... arguments) {
    Events events = events();
    return Main.end(events, () -> Main.command(List.of(arguments), events, new StopSignal()));
  }

  private Events events() {
    told.reset();
    return new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    return told.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
