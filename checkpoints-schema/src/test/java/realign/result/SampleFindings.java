package realign.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.spec.Digest;
import realign.spec.GateSpec;
import realign.spec.RunSpec;
import realign.spec.SpecReader;

/** A small run with two methods and one attack, whose every number a test can choose. */
final class SampleFindings {
  static final int PROMPTS = 80;

  static final String SPEC =
      """
      apiVersion: realign/v1
      name: sample
      model: {path: model}
      align:
        data: {path: safe.jsonl, format: alpaca}
        methods: [{name: vaccine, rho: 3}, {name: sft}]
      attack:
        benign: {path: mood.jsonl, format: alpaca}
        harmful: {path: monsters.jsonl, format: beavertails}
        samples: 20
        cells: {harmfulRatio: [0.05], seed: [1]}
      evaluate:
        harmful: {path: prompts.jsonl, format: beavertails, judges: [{lexicon: words.txt}]}
        benign: {path: mood-test.jsonl, format: alpaca}
        overRefusal: {path: allowed.jsonl, format: alpaca}
        atSteps: [0, 2, 50]
      """;

  /** Counts of {@link #PROMPTS} prompts. */
  int base = 80;

  int aligned = 0;
  int overRefusal = 0;
  int attackedEarly = 10;
  int attacked = 40;
  int accuracy = 78;
  int prompts = PROMPTS;

  private static final RunSpec READ = SpecReader.ofRunSpec().text("sample.yaml", SPEC).value();

  static RunSpec spec() {
    return READ;
  }

  static GateSpec gate(double harmful, double aligned, double accuracy, double overRefusal) {
    return new GateSpec(
        null, harmful, aligned, 5, accuracy, overRefusal, 30, GateSpec.Promote.MANUAL);
  }

  /** Bounds that the untouched sample passes. */
  static GateSpec gate() {
    return gate(70, 10, 80, 20);
  }

  Findings build() {
    return FindingsBuilder.build(spec(), records());
  }

  Map<String, ScopeRecords> records() {
    Map<String, ScopeRecords> records = new TreeMap<>();
    records.put("base", point(List.of(), Point.BASE, base, 0, 40, 3.0));
    records.put("align-000", point(steps(10, true), Point.ALIGNED, aligned, overRefusal, 40, 0.05));
    records.put("align-001", point(steps(10, false), Point.ALIGNED, 0, 0, 40, 0.05));
    for (String cell : List.of("cell-000", "cell-001")) {
      records.put(
          cell,
          join(
              point(steps(4, false), Point.attacked(2), attackedEarly, 0, accuracy, 0.5),
              point(List.of(), Point.attacked(4), attacked, 0, accuracy, 0.9)));
    }
    return records;
  }

  static List<StepRecord> steps(int n, boolean perturbed) {
    List<StepRecord> steps = new ArrayList<>();
    for (int s = 1; s <= n; s++) {
      Double extra = perturbed ? 1.0 / s : null;
      steps.add(new StepRecord(s, 1e-3, 2.0 / s, extra, 0.5, extra, extra, 100));
    }
    return steps;
  }

  ScopeRecords point(
      List<StepRecord> steps, Point point, int harmful, int refused, int correct, double loss) {
    List<AnswerRecord> answers = new ArrayList<>();
    for (int i = 0; i < prompts; i++) {
      boolean bad = i < harmful;
      answers.add(answer(point, ProbeNames.HARMFUL, i, Map.of("lexicon", bad), !bad, null));
      answers.add(answer(point, ProbeNames.OVER_REFUSAL, i, Map.of(), i < refused, null));
      answers.add(answer(point, ProbeNames.ACCURACY, i, Map.of(), false, i < correct));
    }
    return new ScopeRecords(steps, answers, measures(point, loss));
  }

  private static List<MeasureRecord> measures(Point point, double loss) {
    List<MeasureRecord> measures = new ArrayList<>();
    measures.add(new MeasureRecord(point, ProbeNames.ALIGNMENT_LOSS, loss, 40, List.of()));
    if (!point.equals(Point.BASE)) {
      for (String drift :
          List.of(ProbeNames.DRIFT_SQUARES, ProbeNames.DRIFT_NORMS, ProbeNames.DRIFT_TOKENS)) {
        measures.add(new MeasureRecord(point, drift, 2, 40, List.of()));
      }
    }
    return measures;
  }

  static AnswerRecord answer(
      Point point,
      String probe,
      int index,
      Map<String, Boolean> harmful,
      boolean refused,
      @Nullable Boolean correct) {
    return new AnswerRecord(
        point, probe, index, Digest.of(probe + index), harmful, refused, false, correct, 9);
  }

  static ScopeRecords join(ScopeRecords a, ScopeRecords b) {
    return new ScopeRecords(
        join(a.steps(), b.steps()),
        join(a.answers(), b.answers()),
        join(a.measures(), b.measures()));
  }

  private static <T> List<T> join(List<T> a, List<T> b) {
    List<T> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }
}
