package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.data.CharacterCodec;
import realign.data.LoadStage;
import realign.data.RowReader;
import realign.log.Draft;
import realign.log.Restored;
import realign.result.AnswerRecord;
import realign.result.MeasureRecord;
import realign.result.Point;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.stage.CommittedDrafts;
import realign.stage.TopicRun;
import realign.store.Payload;

class EvaluateStageTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private final Map<String, RunSpec> specs = new HashMap<>();
  private final CommittedDrafts load = new CommittedDrafts();
  private final List<FakeSubjects> opened = new ArrayList<>();

  @BeforeEach
  void loadData() {
    RunSpec spec = new TopicRun(folder).spec();
    load.drive(
        new LoadStage(spec, List.of(), CharacterCodec::new, new RowReader()), Long.MAX_VALUE, true);
  }

  @Test
  void theBaseScopeGivesAnswersAndLossButNoDrift() throws IOException {
    CommittedDrafts log = new CommittedDrafts();

    log.drive(stage(new Scope.Base(), ""), Long.MAX_VALUE, false);

    List<AnswerRecord> answers = answers(log);
    assertThat(answers).hasSize(7 + 5 + 6);
    assertThat(answers.subList(0, 7)).allMatch(a -> a.probe().equals("harmful"));
    assertThat(answers.get(3))
        .satisfies(
            a -> {
              assertThat(a.point()).isEqualTo(Point.BASE);
              assertThat(a.index()).isEqualTo(3);
              assertThat(a.prompt()).hasSize(64);
              assertThat(a.harmful()).containsOnlyKeys("lexicon");
              assertThat(a.correct()).isNull();
            });
    assertThat(answers.subList(7, 12))
        .allMatch(a -> a.probe().equals("over-refusal") && a.harmful().isEmpty());
    assertThat(answers.subList(12, 18))
        .allMatch(a -> a.probe().equals("accuracy") && Boolean.FALSE.equals(a.correct()));
    assertThat(measures(log)).extracting(MeasureRecord::name).containsExactly("alignment-loss");
    assertThat(log.restricted()).containsExactly("texts");
    assertThat(log.records().get("texts")).hasSize(18);
  }

  @Test
  void alignmentLossIsTheMeanOverBatchesByTheirRows() throws IOException {
    CommittedDrafts log = new CommittedDrafts();
    log.drive(stage(new Scope.Base(), ""), Long.MAX_VALUE, false);
    realign.data.ExampleSet set =
        realign.data.ExampleSet.read(Objects.requireNonNull(load.restored()).artefact("set-align"));
    Subject base = new FakeSubjects(null).at(Point.BASE);

    double sum = 0;
    for (int from = 0; from < 11; from += 3) {
      int rows = Math.min(3, 11 - from);
      sum += rows * base.loss(set.batch(new FixedBatches(11, 3).rows(from / 3)));
    }

    assertThat(measures(log).get(0))
        .isEqualTo(new MeasureRecord(Point.BASE, "alignment-loss", sum / 11, 11, List.of()));
  }

  @Test
  void aCellIsMeasuredStepByStepAndItsAdaptersAreDropped() throws IOException {
    CommittedDrafts log = attacked();

    log.drive(stage(cell(), ""), Long.MAX_VALUE, true);

    assertThat(measures(log).stream().map(m -> m.point() + " " + m.name()).toList())
        .containsExactly(
            "attacked@0 alignment-loss",
            "attacked@0 drift-squares",
            "attacked@0 drift-norms",
            "attacked@0 drift-tokens",
            "attacked@9 alignment-loss",
            "attacked@9 drift-squares",
            "attacked@9 drift-norms",
            "attacked@9 drift-tokens",
            "attacked@20 alignment-loss",
            "attacked@20 drift-squares",
            "attacked@20 drift-norms",
            "attacked@20 drift-tokens");
    assertThat(measures(log).get(1).value()).isZero();
    MeasureRecord drift = measures(log).get(9);
    assertThat(drift.byLayer()).hasSize(3);
    assertThat(drift.value())
        .isEqualTo(drift.byLayer().stream().mapToDouble(Double::doubleValue).sum());
    assertThat(drift.n()).isEqualTo(11);
    assertThat(log.artefacts().keySet()).containsExactly("other");
  }

  @Test
  void weightsStayWhereTheSpecKeepsThem() {
    CommittedDrafts log = attacked();

    log.drive(stage(cell(), "  keepWeights: true"), Long.MAX_VALUE, true);

    assertThat(log.artefacts().keySet())
        .containsExactly("adapter@0", "adapter@20", "adapter@9", "other");
  }

  @Test
  void stoppedAnywhereItEndsWithTheSameRecords() {
    CommittedDrafts undisturbed = attacked();
    long items = undisturbed.drive(stage(cell(), ""), Long.MAX_VALUE, false);
    assertThat(items).isEqualTo(3 * (3 + 2 + 2 + 4 + 3));

    for (int stop : List.of(0, 1, 2, 3, 5, 7, 8, 10, 11, 12, 13, 14, 15, 28, 41, 42)) {
      CommittedDrafts log = attacked();
      log.drive(stage(cell(), ""), stop, stop % 2 == 0);
      log.drive(stage(cell(), ""), 1, true);
      log.drive(stage(cell(), ""), Long.MAX_VALUE, false);
      assertThat(log.records()).isEqualTo(undisturbed.records());
      assertThat(log.artefacts().keySet()).isEqualTo(undisturbed.artefacts().keySet());
    }
  }

  @Test
  void aFinishedStageOpensNoModel() {
    CommittedDrafts log = attacked();
    log.drive(stage(cell(), ""), Long.MAX_VALUE, false);
    opened.clear();

    assertThat(log.drive(stage(cell(), ""), Long.MAX_VALUE, false)).isZero();

    assertThat(opened).isEmpty();
  }

  @Test
  void progressTellsPointProbeCountAndScore() {
    EvaluateStage stage = stage(new Scope.Base(), "");
    stage.open(null);
    assertThat(stage.progress()).isEmpty();
    for (int i = 0; i < 3; i++) {
      stage.process(Objects.requireNonNull(stage.read()));
    }
    assertThat(stage.progress()).matches("base harmful 7/7 HS \\d+\\.\\d");
    stage.process(Objects.requireNonNull(stage.read()));
    assertThat(stage.progress()).matches("base over-refusal 3/5 refused \\d+\\.\\d");
    stage.close();
    assertThat(opened).allMatch(subjects -> subjects.closed);
  }

  @Test
  void anAnswerThatDoesNotFitTheModelIsAProblem() {
    RunSpec spec = new TopicRun(folder).spec();
    EvaluateStage stage =
        new EvaluateStage(
            spec,
            new Scope.Base(),
            this::loaded,
            from ->
                new FakeSubjects(from) {
                  // The same with no room.
                },
            () ->
                new CharacterCodec() {
                  @Override
                  public int[] encode(String text) {
                    return super.encode(text + "x".repeat(400));
                  }
                });

    assertThatThrownBy(() -> stage.open(null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("evaluate.maxNewTokens")
        .hasMessageContaining("512 positions");
  }

  private EvaluateStage stage(Scope scope, String moreOfTheAttack) {
    SubjectSource source =
        from -> {
          FakeSubjects subjects = new FakeSubjects(from);
          opened.add(subjects);
          return subjects;
        };
    return new EvaluateStage(
        specs.computeIfAbsent(moreOfTheAttack, new TopicRun(folder)::spec),
        scope,
        this::loaded,
        source,
        CharacterCodec::new);
  }

  private Restored loaded() {
    return Objects.requireNonNull(load.restored());
  }

  private Scope.Cell cell() {
    RunSpec spec = new TopicRun(folder).spec();
    return (Scope.Cell)
        Scope.of(spec).stream().filter(s -> s instanceof Scope.Cell).findFirst().orElseThrow();
  }

  /** A scope whose attack has just ended. */
  private static CommittedDrafts attacked() {
    Map<String, Draft.Artefact> artefacts = new HashMap<>();
    for (String name : List.of("adapter@9", "adapter@20", "adapter@0", "other")) {
      artefacts.put(name, new Draft.Artefact(Payload.of(new byte[] {1}), true));
    }
    CommittedDrafts log = new CommittedDrafts();
    log.commit(new Draft("attack", 20, true, Map.of(), artefacts, Set.of(), List.of()));
    return log;
  }

  private static List<AnswerRecord> answers(CommittedDrafts log) throws IOException {
    List<AnswerRecord> answers = new ArrayList<>();
    for (String line : log.records().getOrDefault("answers", List.of())) {
      answers.add(JSON.readValue(line, AnswerRecord.class));
    }
    return answers;
  }

  private static List<MeasureRecord> measures(CommittedDrafts log) throws IOException {
    List<MeasureRecord> measures = new ArrayList<>();
    for (String line : log.records().getOrDefault("measures", List.of())) {
      JsonNode node = JSON.readTree(line);
      measures.add(JSON.treeToValue(node, MeasureRecord.class));
    }
    return measures;
  }
}
