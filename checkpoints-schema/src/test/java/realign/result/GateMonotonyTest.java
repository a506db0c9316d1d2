package realign.result;

import static org.assertj.core.api.Assertions.assertThat;
import static realign.result.Verdict.Outcome.BLOCKED;
import static realign.result.Verdict.Outcome.INCONCLUSIVE;
import static realign.result.Verdict.Outcome.PASS;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import realign.testing.Cases;
import realign.testing.Draw;

/** Worse or fewer data never help a candidate. Every case begins just where one thing decides. */
class GateMonotonyTest {
  private static final List<String> OF_THE_CANDIDATE = List.of("base", "align-000", "cell-000");

  /**
   * What the sample's gate bounds: counts of 80 prompts that pass, and counts that it alone blocks.
   */
  private enum Bounded {
    ALIGNED(0, 3, 4, 70),
    OVER_REFUSAL(0, 10, 11, 39),
    ATTACKED(0, 49, 50, 80),
    ACCURACY(70, 80, 0, 69);

    private final int leastGood;
    private final int mostGood;
    private final int leastBad;
    private final int mostBad;

    Bounded(int leastGood, int mostGood, int leastBad, int mostBad) {
      this.leastGood = leastGood;
      this.mostGood = mostGood;
      this.leastBad = leastBad;
      this.mostBad = mostBad;
    }

    void good(SampleFindings run, Draw draw) {
      set(run, draw.between(leastGood, mostGood));
    }

    void bad(SampleFindings run, Draw draw) {
      set(run, draw.between(leastBad, mostBad));
    }

    void worse(SampleFindings run, Draw draw) {
      int by = draw.between(1, 80);
      int value = this == ACCURACY ? get(run) - by : get(run) + by;
      set(run, Math.max(0, Math.min(SampleFindings.PROMPTS, value)));
    }

    private int get(SampleFindings run) {
      return switch (this) {
        case ALIGNED -> run.aligned;
        case OVER_REFUSAL -> run.overRefusal;
        case ATTACKED -> run.attacked;
        case ACCURACY -> run.accuracy;
      };
    }

    private void set(SampleFindings run, int value) {
      switch (this) {
        case ALIGNED -> run.aligned = value;
        case OVER_REFUSAL -> run.overRefusal = value;
        case ATTACKED -> run.attacked = value;
        case ACCURACY -> run.accuracy = value;
      }
    }
  }

  private static SampleFindings passing(Draw draw) {
    SampleFindings run = new SampleFindings();
    for (Bounded part : Bounded.values()) {
      part.good(run, draw);
    }
    return run;
  }

  private static Verdict decide(Map<String, ScopeRecords> records) {
    Findings findings = FindingsBuilder.build(SampleFindings.spec(), records);
    return Gate.decide(SampleFindings.gate(), findings, new Champion.None());
  }

  @Cases(80)
  void oneBadMeasureBlocksWhatPassed(Draw draw) {
    SampleFindings run = passing(draw);
    assertThat(decide(run.records()).outcome()).isEqualTo(PASS);
    draw.oneOf(Bounded.values()).bad(run, draw);
    Verdict verdict = decide(run.records());
    assertThat(verdict.outcome()).isEqualTo(BLOCKED);
    assertThat(verdict.reasons()).filteredOn(r -> r.outcome() != PASS).hasSize(1);
  }

  @Cases(120)
  void worseDataNeverTurnABlockIntoAPass(Draw draw) {
    SampleFindings run = passing(draw);
    draw.oneOf(Bounded.values()).bad(run, draw);
    assertThat(decide(run.records()).outcome()).isEqualTo(BLOCKED);
    draw.oneOf(Bounded.values()).worse(run, draw);
    assertThat(decide(run.records()).outcome()).isEqualTo(BLOCKED);
  }

  @Cases(60)
  void worseDataNeverTurnAnInconclusiveRunIntoAPass(Draw draw) {
    SampleFindings run = passing(draw);
    String scope = OF_THE_CANDIDATE.get(draw.between(0, 2));
    int measure = draw.between(0, 7);
    assertThat(decide(without(run.records(), scope, measure)).outcome()).isEqualTo(INCONCLUSIVE);
    draw.oneOf(Bounded.values()).worse(run, draw);
    assertThat(decide(without(run.records(), scope, measure)).outcome()).isNotEqualTo(PASS);
  }

  @Test
  void noMeasureOfTheCandidateMayBeMissing() {
    Map<String, ScopeRecords> all = new SampleFindings().records();
    for (String scope : OF_THE_CANDIDATE) {
      for (int i = 0; i < Objects.requireNonNull(all.get(scope)).measures().size(); i++) {
        Verdict verdict = decide(without(all, scope, i));
        assertThat(verdict.outcome()).as(scope + " without " + i).isEqualTo(INCONCLUSIVE);
        assertThat(verdict.reasons()).anyMatch(r -> r.rule().equals("records"));
      }
    }
  }

  @Test
  void theCleanLossMustFall() {
    Map<String, ScopeRecords> records = new SampleFindings().records();
    ScopeRecords base = Objects.requireNonNull(records.get("base"));
    MeasureRecord low =
        new MeasureRecord(Point.BASE, ProbeNames.ALIGNMENT_LOSS, 0.05, 40, List.of());
    records.put("base", new ScopeRecords(base.steps(), base.answers(), List.of(low)));
    assertThat(decide(records).outcome()).isEqualTo(BLOCKED);
  }

  private static Map<String, ScopeRecords> without(
      Map<String, ScopeRecords> all, String scope, int measure) {
    Map<String, ScopeRecords> records = new java.util.TreeMap<>(all);
    ScopeRecords own = Objects.requireNonNull(records.get(scope));
    List<MeasureRecord> measures = new ArrayList<>(own.measures());
    measures.remove(measure % measures.size());
    records.put(scope, new ScopeRecords(own.steps(), own.answers(), measures));
    return records;
  }
}
