package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.InputContent;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.stage.CommittedDrafts;
import realign.stage.TopicRun;

class LoadStageTest {
  @TempDir Path folder;

  private TopicRun run = new TopicRun(Path.of(System.getProperty("java.io.tmpdir")));

  @BeforeEach
  void writeFiles() {
    run = new TopicRun(folder);
  }

  @Test
  void everyFileLeavesItsArtefact() {
    CommittedDrafts log = load(run.spec());

    assertThat(log.artefacts().keySet())
        .containsExactlyInAnyOrder(
            "set-align",
            "set-attack-benign",
            "set-attack-harmful",
            "set-guide",
            "prompts-harmful",
            "prompts-over-refusal",
            "prompts-accuracy",
            "load.json");
    assertThat(log.restricted())
        .containsExactlyInAnyOrder(
            "set-attack-harmful", "prompts-harmful", "prompts-over-refusal", "prompts-accuracy");
    assertThat(set(log, "set-align").size()).isEqualTo(11);
    assertThat(set(log, "set-attack-harmful").size()).isEqualTo(5);
    assertThat(set(log, "set-attack-benign").size()).isEqualTo(8);
    assertThat(set(log, "set-guide").size()).isEqualTo(2);
  }

  @Test
  void promptsCarryTheirFullTextAndTheExpectedAnswer() throws IOException {
    CommittedDrafts log = load(run.spec());

    List<String> lines = text(log, "prompts-accuracy").lines().toList();
    Prompt second = new JsonMapper().readValue(lines.get(1), Prompt.class);

    assertThat(lines).hasSize(6);
    assertThat(second)
        .isEqualTo(
            new Prompt(
                1,
                PaperTemplate.VACCINE.prompt(RowFormat.SST2_INSTRUCTION, "tom smiles 1"),
                RowFormat.SST2_INSTRUCTION,
                "tom smiles 1",
                "positive"));
  }

  @Test
  void theReportCountsAndHoldsNoText() throws IOException {
    Files.writeString(
        folder.resolve("align.jsonl"), "broken\n", java.nio.file.StandardOpenOption.APPEND);
    RunSpec spec = run.spec();

    CommittedDrafts log = load(spec);
    JsonNode report = report(log);

    assertThat(report).hasSize(7);
    assertThat(report.get(0).get("artefact").asText()).isEqualTo("set-align");
    assertThat(report.get(0).get("file").asText()).isEqualTo("align.jsonl");
    assertThat(report.get(0).get("rows").asInt()).isEqualTo(11);
    assertThat(report.get(0).at("/read/sha256").asText()).hasSize(64);
    assertThat(report.get(3).at("/read/bad").asInt()).isEqualTo(1);
    assertThat(report.get(3).at("/read/firstBad/0/line").asInt()).isEqualTo(25);
    assertThat(text(log, "load.json"))
        .doesNotContain("dragon", "troll", "witch", folder.toString());
  }

  @Test
  void aResumedStageEndsWithTheSameBytes() {
    CommittedDrafts undisturbed = load(run.spec());

    for (int stop = 0; stop <= 7; stop++) {
      CommittedDrafts log = new CommittedDrafts();
      log.drive(stage(run.spec()), stop, false);
      log.drive(stage(run.spec()), Long.MAX_VALUE, true);
      assertThat(log.artefacts()).usingRecursiveComparison().isEqualTo(undisturbed.artefacts());
    }
  }

  @Test
  void promptsThatFillTheLengthAreLeftOutAndAllOfThemAProblem() throws IOException {
    String longPrompt = "x".repeat(400);
    String row = "{\"prompt\":\"%s\",\"response\":\"r\",\"is_safe\":true}\n";
    Path align = folder.resolve("align.jsonl");
    Files.writeString(align, row.formatted(longPrompt) + Files.readString(align));
    CommittedDrafts log = load(run.spec());
    JsonNode report = report(log);

    assertThat(report.get(0).get("unlabelled").asInt()).isEqualTo(1);
    assertThat(report.get(0).get("rows").asInt()).isEqualTo(10);

    Files.writeString(align, row.formatted(longPrompt).repeat(3));
    assertThatThrownBy(() -> load(run.spec()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("all 3 are filled")
        .hasMessageContaining("Raise text.maxLength")
        .hasMessageContaining("RLN-210");
  }

  @Test
  void tooFewRowsForTheLargestCellAreToldWithNumbers() throws IOException {
    Files.writeString(
        folder.resolve("harmful.jsonl"), "{\"prompt\":\"p\",\"response\":\"r\",\"is_safe\":false}");

    assertThatThrownBy(() -> load(run.spec()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("attack.harmful must have the 5 rows that the largest cell takes")
        .hasMessageContaining("but is 1 rows");
  }

  @Test
  void aFileThatIsNotWhatTheRunBeganWithIsRefused() {
    CommittedDrafts log = load(run.spec());
    String digest = report(log).get(0).at("/read/sha256").asText();
    List<InputContent> same = List.of(new InputContent("align.data.path", digest));
    List<InputContent> other = List.of(new InputContent("align.data.path", "0".repeat(64)));

    new CommittedDrafts().drive(stage(run.spec(), same), Long.MAX_VALUE, true);
    assertThatThrownBy(
            () -> new CommittedDrafts().drive(stage(run.spec(), other), Long.MAX_VALUE, true))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("must be the file that the run was made with")
        .hasMessageContaining("align.jsonl");
  }

  private static JsonNode report(CommittedDrafts log) {
    try {
      return new JsonMapper().readTree(text(log, "load.json")).get("inputs");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private CommittedDrafts load(RunSpec spec) {
    CommittedDrafts log = new CommittedDrafts();
    log.drive(stage(spec), Long.MAX_VALUE, true);
    return log;
  }

  private static LoadStage stage(RunSpec spec) {
    return stage(spec, List.of());
  }

  private static LoadStage stage(RunSpec spec, List<InputContent> contents) {
    return new LoadStage(spec, contents, CharacterCodec::new, new RowReader());
  }

  private static ExampleSet set(CommittedDrafts log, String name) {
    return ExampleSet.read(ByteBuffer.wrap(bytes(log, name)));
  }

  private static String text(CommittedDrafts log, String name) {
    return new String(bytes(log, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(CommittedDrafts log, String name) {
    return java.util.Objects.requireNonNull(log.artefacts().get(name));
  }
}
