package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.ProgramLog;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.ResolvedSpec;
import realign.spec.SpecReader;
import realign.spec.TerminationMessage;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;
import realign.testing.TinyClassifier;

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
      logsAreInTheStore(store);
      anotherRunTakesItsResultsWithoutAnEngine(tiny, store);
      alignmentIsExportedAndGoesOn(tiny, store);
      nothingIsExportedOnAnotherModel(store);
      attackedModelIsNot(store);
    }
  }

  private int run(TinyRun tiny, String address) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            Main.class,
            Map.of("REALIGN_WORK", tiny.work().toString(), "REALIGN_LOG", "json"),
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

  private static void logsAreInTheStore(ObjectStore store) throws IOException {
    ProgramLog log = new ProgramLog(TinyRun.RUN, "cell-000", 1);
    String lines = new String(log.read(store).orElseThrow(), StandardCharsets.UTF_8);
    assertThat(lines.lines()).isNotEmpty();
    List<JsonNode> read = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      read.add(JSON.readTree(line));
    }
    assertThat(read).allMatch(line -> line.path("run").asText().equals(TinyRun.RUN));
    assertThat(read)
        .anyMatch(
            line ->
                line.path("scope").asText().equals("cell-000")
                    && line.path("stage").asText().equals("evaluate")
                    && line.path("attempt").asText().equals("1"));
    assertThat(lines).doesNotContain("monster");
  }

  /**
   * In a small pod without a GPU: inputs are not looked at, and nothing that computes is loaded.
   */
  private void anotherRunTakesItsResultsWithoutAnEngine(TinyRun tiny, ObjectStore store)
      throws IOException {
    tiny.another("again-all", spec -> spec).submit(store);
    Path inputs = tiny.specFile().resolveSibling("");
    Path away = Files.move(inputs, folder.resolve("away"));
    Path classes = folder.resolve("classes");
    Path ending = Files.createFile(folder.resolve("ending"));
    try (ChildJvm child =
        ChildJvm.start(
            Main.class,
            Map.of(
                "REALIGN_WORK",
                folder.resolve("light").toString(),
                "REALIGN_LOG",
                "json",
                "REALIGN_TERMINATION_MESSAGE",
                ending.toString(),
                "JAVA_TOOL_OPTIONS",
                "-Xlog:class+load:file=" + classes),
            "run",
            "--store",
            store.address(),
            "--run",
            "again-all",
            "--reuse-only")) {
      assertThat(child.awaitExit()).isZero();
      for (String scope : List.of("load", "base", "align-000", "cell-000")) {
        assertThat(child.lines()).anyMatch(l -> l.contains(scope + ": unchanged since tiny"));
      }
    }
    Files.move(away, inputs);
    assertThat(store.list("runs/again-all/report/", "", 1)).isEmpty();
    assertThat(JSON.readTree(Files.readString(ending)).path("exit").asInt(-1)).isZero();
    assertThat(Files.readString(classes))
        .contains("realign.batch.FinishedCopies")
        .doesNotContain("ai.djl.", "com.sun.jna.", "jakarta.batch.", "org.h2.", "org.jboss.weld.");
  }

  private void alignmentIsExportedAndGoesOn(TinyRun tiny, ObjectStore store) throws Exception {
    Path merged = folder.resolve("merged");
    assertThat(export(store, TinyRun.RUN, "align-000", "--adapter")).isEqualTo(ExitCode.USAGE);
    assertThat(lines().get(0)).contains("RLN-727", "model.init", "Use --merged DIR");
    assertThat(export(store, TinyRun.RUN, "align-000", "--merged")).isEqualTo(ExitCode.DONE);
    assertThat(merged.resolve("model.safetensors")).exists();

    String spec = TinyRun.SPEC.substring(0, TinyRun.SPEC.indexOf("attack:"));
    align(tiny, store, spec.replace("{init: {path: init}}", "{path: " + merged + "}"));
    assertThat(export(store, "again", "align-000", "--adapter")).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("adapter/adapter_model.safetensors")).exists();
    assertThat(folder.resolve("adapter/adapter_config.json")).content().contains(merged.toString());
  }

  private void align(TinyRun tiny, ObjectStore store, String spec) {
    ResolvedSpec resolved =
        ResolvedSpec.resolve(
            SpecReader.ofRunSpec().text("again", spec).value(),
            tiny.specFile().resolveSibling(""),
            new ContentDigest());
    store.putIfAbsent(
        "runs/again/spec.json", Payload.of(resolved.json().getBytes(StandardCharsets.UTF_8)));
    RunRequest request =
        new RunRequest(
            store.address(),
            "again",
            List.of(),
            null,
            tiny.target(),
            null,
            new Claims.Options(false, false, false, true),
            tiny.work());
    Events events = events();
    assertThat(
            Main.end(
                events,
                () ->
                    new RunCommand(request).run(store, events, new StopSignal(), HaltPoints.NONE)))
        .as(told.toString(StandardCharsets.UTF_8))
        .isEqualTo(ExitCode.DONE);
  }

  private void nothingIsExportedOnAnotherModel(ObjectStore store) throws Exception {
    Files.writeString(folder.resolve("merged/added_tokens.json"), "{}");
    assertThat(export(store, "again", "align-000", "--on-another", "--merged"))
        .isEqualTo(ExitCode.INVALID);
    assertThat(lines().get(0)).contains("RLN-731", "model.path");
    assertThat(folder.resolve("on-another")).doesNotExist();
  }

  private void attackedModelIsNot(ObjectStore store) {
    assertThat(export(store, TinyRun.RUN, "cell-000", "--attacked", "--merged"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(folder.resolve("attacked")).doesNotExist();
  }

  private ExitCode export(ObjectStore store, String run, String scope, String form) {
    return export(store, run, scope, form, form);
  }

  /** Into a folder below the test's, named like an option. */
  private ExitCode export(ObjectStore store, String run, String scope, String into, String form) {
    return start(
        "export",
        "--store",
        store.address(),
        "--run",
        run,
        "--scope",
        scope,
        form,
        folder.resolve(into.substring("--".length())).toString());
  }

  @Test
  void checkTellsAllBadFilesAtOnce() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    Path data = tiny.specFile().resolveSibling("data");
    Files.writeString(data.resolve("align.jsonl"), "no row");
    Files.writeString(data.resolve("eval-mood.jsonl"), "no row");
    Files.writeString(data.resolve("monsters.txt"), "  ");
    new TinyClassifier(tiny.specFile().resolveSibling("judge"), "one")
        .set("architectures", "[\"LlamaForCausalLM\"]");
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.INVALID);
    List<String> problems = lines().subList(0, lines().size() - 1);
    assertThat(problems).allMatch(line -> line.contains("\"event\":\"problem\""));
    assertThat(problems).filteredOn(line -> line.contains("align.jsonl")).hasSize(1);
    assertThat(problems).filteredOn(line -> line.contains("eval-mood.jsonl")).hasSize(1);
    assertThat(problems).filteredOn(line -> line.contains("RLN-222")).hasSize(1);
    assertThat(problems)
        .filteredOn(line -> line.contains("LlamaForCausalLM"))
        .singleElement()
        .asString()
        .contains("judge/config.json architectures", "class LlamaForSequenceClassification");
    assertThat(problems).hasSize(4);
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
  void checkTellsWhatTheMachineLacksBesideBadFiles() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    Files.writeString(tiny.specFile(), onCuda());
    Files.writeString(tiny.specFile().resolveSibling("data/align.jsonl"), "no row");
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.INVALID);
    assertThat(lines()).anyMatch(line -> line.contains("RLN-332") && line.contains("model.device"));
    assertThat(lines()).anyMatch(line -> line.contains("align.jsonl"));
  }

  /** Before the load stage has read a model of such a size. */
  @Test
  void checkTellsThatNoBlobHoldsTheWeightsBesideBadFiles() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    Path spec = tiny.specFile();
    Files.writeString(
        spec, TinyRun.SPEC.replaceFirst("lora: \\{rank: 2, alpha: 4}", "trained: all"));
    Files.writeString(spec.resolveSibling("data/align.jsonl"), "no row");
    Path config = spec.resolveSibling("init/config.json");
    Files.writeString(
        config,
        Files.readString(config).replaceFirst("\"vocab_size\":[0-9]+", "\"vocab_size\":16777216"));
    assertThat(start("check", spec.toString())).isEqualTo(ExitCode.INVALID);
    assertThat(lines()).anyMatch(line -> line.contains("RLN-507") && line.contains("stage align"));
    assertThat(lines()).anyMatch(line -> line.contains("align.jsonl"));
  }

  private static String onCuda() {
    return TinyRun.SPEC.replace("{init: {path: init}}", "{init: {path: init}, device: cuda}");
  }

  @Test
  void aRunThatTheMachineCannotComputeDoesNotBegin() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    String address = "file:" + folder.resolve("store");
    try (ObjectStore store = ObjectStores.open(address)) {
      ResolvedSpec resolved =
          ResolvedSpec.resolve(
              SpecReader.ofRunSpec().text("cuda", onCuda()).value(),
              tiny.specFile().resolveSibling(""),
              new ContentDigest());
      store.putIfAbsent(
          "runs/cuda/spec.json", Payload.of(resolved.json().getBytes(StandardCharsets.UTF_8)));
      assertThat(start("run", "--store", address, "--run", "cuda")).isEqualTo(ExitCode.INVALID);
      assertThat(lines().get(0)).contains("RLN-332");
      assertThat(store.list("runs/cuda/load/", "", 1)).isEmpty();
    }
  }

  @Test
  void checkForecastsEveryScopeThatTrains() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    assertThat(start("check", tiny.specFile().toString(), "--forecast")).isEqualTo(ExitCode.DONE);
    JsonNode told = JSON.readTree(lines().get(lines().size() - 2)).path("forecasts");
    for (String scope : List.of("align-000", "cell-000")) {
      assertThat(told.path(scope).path("steps").asInt()).as(scope).isPositive();
      assertThat(told.path(scope).path("cpuMsPerStep").asDouble()).as(scope).isPositive();
      assertThat(told.path(scope).path("peakRssBytes").asLong()).as(scope).isPositive();
      assertThat(told.path(scope).path("checkpointBytes").asLong()).as(scope).isPositive();
    }
    assertThat(told.path("align-000").path("countedBytes").path("weights").asLong()).isPositive();
  }

  @Test
  void checkTellsThatTheModelHasNoChatTemplate() throws Exception {
    TinyRun tiny = chat();
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.INVALID);
    assertThat(lines().get(0)).contains("RLN-231").contains("must be vaccine or booster");
  }

  @Test
  void checkTellsTheLineAtWhichAChatTemplateFails() throws Exception {
    TinyRun tiny = chat();
    Path template = tiny.specFile().resolveSibling("init/chat_template.jinja");
    Files.writeString(
        template, "{% for m in messages %}\n{{ m.content.swapcase() }}\n{% endfor %}");
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.INVALID);
    assertThat(lines().get(0)).contains("chat_template.jinja:2").contains("calling swapcase");
  }

  @Test
  void checkTokenisesWithTheModelsChatTemplate() throws Exception {
    TinyRun tiny = chat();
    Path template = tiny.specFile().resolveSibling("init/chat_template.jinja");
    Files.writeString(template, "{% for m in messages %}{{ m.content + ' ' }}{% endfor %}");
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.DONE);
    long chat = JSON.readTree(lines().get(0)).at("/sets/set-align/tokens").asLong();
    Files.writeString(tiny.specFile(), TinyRun.SPEC);
    assertThat(start("check", tiny.specFile().toString())).isEqualTo(ExitCode.DONE);
    assertThat(chat)
        .isPositive()
        .isLessThan(JSON.readTree(lines().get(0)).at("/sets/set-align/tokens").asLong());
  }

  private TinyRun chat() throws Exception {
    TinyRun tiny = new TinyRun(folder);
    Files.writeString(tiny.specFile(), TinyRun.SPEC + "text: {template: chat}\n");
    return tiny;
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
            null,
            new Claims.Options(false, false, false, true),
            file.resolve("work"));
    Events events = events();
    assertThat(Main.end(events, () -> new RunCommand(request).run(events, new StopSignal())))
        .isEqualTo(ExitCode.INVALID);
    assertThat(lines().get(0)).contains("RLN-728").contains("REALIGN_WORK");
  }

  @Test
  void reuseIsNotBothAskedForAndForbidden() {
    assertThat(start("run", "--store", "file:x", "--run", "one", "--reuse-only", "--no-reuse"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(lines().get(0)).contains("--reuse-only --no-reuse");
  }

  @Test
  void anIndexPicksOneOfTheNamedScopes() {
    List<String> scopes = List.of("align-000", "align-001");
    assertThat(RunCommand.picked(scopes, null)).isEqualTo(scopes);
    assertThat(RunCommand.picked(scopes, 1)).containsExactly("align-001");
    for (String index : List.of("2", "-1", "x")) {
      assertThat(
              start(
                  "run", "--store", "file:x", "--run", "one", "--scope", "load", "--scope", "base",
                  "--pick", index))
          .isEqualTo(ExitCode.USAGE);
      assertThat(lines().get(0)).contains("--pick " + index);
    }
    assertThat(start("run", "--store", "file:x", "--run", "one", "--pick", "0"))
        .as("without --scope")
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theClusterIsToldTheVerdictOrWhatAStopLeftOrTheFirstProblem() {
    Events events = events();
    assertThat(Main.message(new Outcome(ExitCode.DONE), events).sentence())
        .isEqualTo("done; the gate passed, or there is none");
    events.problem("RLN-102", "modle is not a setting");
    events.problem("RLN-105", "data is missing");
    TerminationMessage invalid = Main.message(new Outcome(ExitCode.INVALID), events);
    assertThat(invalid.sentence()).isEqualTo("modle is not a setting");
    assertThat(invalid.problems()).hasSize(2);
    events.ending(ExitCode.PREEMPTED, "preempted; checkpoint at align-000 align 1240 committed");
    assertThat(Main.message(new Outcome(ExitCode.PREEMPTED), events).sentence())
        .startsWith("preempted; checkpoint");
    assertThat(Main.message(new Outcome(ExitCode.FAILED), events).sentence())
        .as("what failed after the stop counts")
        .isEqualTo("modle is not a setting");
    TerminationMessage blocked =
        Main.message(new Outcome(ExitCode.BLOCKED, "BLOCKED", "too harmful."), events);
    assertThat(blocked.verdict()).isEqualTo("BLOCKED");
    assertThat(blocked.sentence()).isEqualTo("too harmful.");
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
