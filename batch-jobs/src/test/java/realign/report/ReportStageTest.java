package realign.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.Draft;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeView;
import realign.result.Champion;
import realign.result.HeadlineTable;
import realign.result.ReportDocument;
import realign.result.ScopeRecords;
import realign.result.Verdict;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.stage.ScopeResults;

class ReportStageTest {
  private static final Instant NOW = Instant.parse("2026-03-04T02:00:00Z");

  @TempDir Path folder;
  private ReportSource source;
  private Map<String, ScopeRecords> records;

  @BeforeEach
  void makeRun() throws IOException {
    for (String file :
        List.of(
            "safe.jsonl",
            "mood.jsonl",
            "monsters.jsonl",
            "prompts.jsonl",
            "words.txt",
            "mood-test.jsonl",
            "allowed.jsonl")) {
      Files.writeString(folder.resolve(file), file);
    }
    Files.writeString(Files.createDirectory(folder.resolve("model")).resolve("config.json"), "{}");
    RunSpec spec = SampleRun.spec();
    records = SampleRun.records(spec);
    source = source(Duration.ZERO);
  }

  private ReportSource source(Duration later) {
    return new ReportSource(
        "sample-1",
        ResolvedSpec.resolve(SampleRun.spec(), folder, new ContentDigest()),
        new Provenance("0".repeat(64), "0.1.0", Map.of("djl", "0.36.0"), "cpu", "AVX2", 1),
        new Champion.None(),
        scope ->
            new ScopeView(
                "sample-1", scope, ScopeView.State.DONE, List.of(), List.of(), null, null),
        Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
  }

  private ScopeResults results() {
    return scope -> {
      ScopeRecords own = records.get(scope);
      if (own == null) {
        throw new ProblemException(
            ExitCode.NOT_FOUND, new Problem("RLN-601", scope, null, "must be done", "Run it"));
      }
      return MadeUpScope.of(own);
    };
  }

  private static Draft finish(ReportStage stage) {
    for (ReportStage.Work item = stage.read(); item != null; item = stage.read()) {
      stage.process(item);
      assertThat(stage.wantsCommit()).isTrue();
    }
    return stage.draft();
  }

  @Test
  void writesAllFormsOfOneDocument() throws IOException {
    ReportStage stage = new ReportStage(source, results());
    stage.open(null);
    assertThat(stage.size()).isEqualTo(7);
    Draft draft = finish(stage);
    assertThat(draft.stageDone()).isTrue();
    assertThat(draft.artefacts().keySet())
        .containsExactlyInAnyOrder(
            "report.json",
            "report.html",
            "summary.md",
            "scores.csv",
            "steps.csv",
            "answers.csv",
            "findings.json");
    assertThat(draft.artefacts().values()).noneMatch(Draft.Artefact::restricted);
    ReportDocument document = ReportDocument.fromJson(text(draft, "report.json"));
    assertThat(document).isEqualTo(stage.document());
    assertThat(document.provenance().reproduce())
        .containsExactly(
            "realign run SPEC --fresh  # SPEC is the spec with the digest "
                + source.spec().identity());
    assertThat(document.findings().defects()).isEmpty();
    assertThat(Objects.requireNonNull(stage.verdict()).outcome()).isEqualTo(Verdict.Outcome.PASS);
    assertThat(text(draft, "report.html")).contains(document.findingsDigest());
  }

  @Test
  void findsTheSameAfterAHaltAtEveryItemAndAtAnotherTime() throws IOException {
    ReportStage undisturbed = new ReportStage(source, results());
    undisturbed.open(null);
    Draft expected = finish(undisturbed);
    for (int halt = 1; halt < undisturbed.size(); halt++) {
      ReportStage first = new ReportStage(source, results());
      first.open(null);
      for (int i = 0; i < halt; i++) {
        first.process(Objects.requireNonNull(first.read()));
      }
      ReportStage second = new ReportStage(source(Duration.ofHours(3)), results());
      second.open(MadeUpScope.of(first.draft()));
      assertThat(second.position()).isEqualTo(halt);
      Draft draft = finish(second);
      for (String same : List.of("findings.json", "scores.csv", "steps.csv", "answers.csv")) {
        assertThat(text(draft, same)).as(same).isEqualTo(text(expected, same));
      }
      assertThat(text(draft, "report.json")).isNotEqualTo(text(expected, "report.json"));
    }
  }

  @Test
  void knowsTheVerdictOfAReportThatIsDone() {
    ReportStage first = new ReportStage(source, results());
    first.open(null);
    Draft draft = finish(first);
    ReportStage second =
        new ReportStage(
            source,
            scope -> {
              throw new AssertionError("nothing is to be read again");
            });
    second.open(MadeUpScope.of(draft));
    assertThat(second.read()).isNull();
    assertThat(second.verdict()).isEqualTo(first.verdict());
  }

  @Test
  void isNotWrittenBeforeEveryScopeIsDone() {
    records.remove("cell-001");
    ReportStage stage = new ReportStage(source, results());
    stage.open(null);
    assertThatThrownBy(() -> finish(stage))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cell-001 must be done");
  }

  @Test
  void isWrittenWithoutWhatWasGivenUpAndNamesIt() throws IOException {
    records.remove("cell-001");
    ReportStage stage = new ReportStage(source, givenUp("cell-001"));
    stage.open(null);
    Draft draft = finish(stage);
    String named = "cell-001 was not measured, because it was abandoned";
    assertThat(text(draft, "summary.md")).contains("Missing or wrong", named, "cell-001: exit 1");
    assertThat(text(draft, "report.html"))
        .contains("Missing or wrong in the records", "was not measured, because it was abandoned")
        .contains("<code>cell-001</code> exit 1");
    assertThat(text(draft, "findings.json"))
        .contains("was not measured, because it was abandoned")
        .doesNotContain("exit 1");
    assertThat(HeadlineTable.render(Objects.requireNonNull(stage.document())))
        .contains("Missing or wrong: " + named, "Abandoned: cell-001: exit 1");
    assertThat(text(draft, "scores.csv")).contains("cell-000").doesNotContain("cell-001");
  }

  private ScopeResults givenUp(String missing) {
    return new ScopeResults() {
      @Override
      public Restored of(String scope) {
        return results().of(scope);
      }

      @Override
      public @Nullable String missing(Scope scope) {
        return scope.name().equals(missing) ? "was not measured, because it was abandoned" : null;
      }

      @Override
      public @Nullable String abandoned(Scope scope) {
        return scope.name().equals(missing) ? "exit 1" : null;
      }
    };
  }

  @Test
  void keepsPathsAndTimesOutOfTheFindings() throws IOException {
    ReportStage stage = new ReportStage(source, results());
    stage.open(null);
    String findings = text(finish(stage), "findings.json");
    assertThat(findings)
        .doesNotContain(folder.toString())
        .doesNotContain("sample-1")
        .doesNotContain("2026-03");
  }

  private static String text(Draft draft, String name) throws IOException {
    Draft.Artefact artefact = Objects.requireNonNull(draft.artefacts().get(name), name);
    return new String(artefact.payload().open().readAllBytes(), StandardCharsets.UTF_8);
  }
}
