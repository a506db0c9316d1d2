package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.Draft;
import realign.result.CostRecord;
import realign.result.CostRecord.Kind;
import realign.result.ResultJson;
import realign.result.StageCosts;
import realign.spec.AlignSpec.Trained;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.Vaccine;
import realign.store.Payload;

class StageCostTest {
  @TempDir private Path folder;

  @Test
  void checkpointBytesAreForecastExactly() {
    List<CostRecord> lines = new ArrayList<>();
    long written = 0;
    try (TrainingStage stage = stage()) {
      stage.open(null);
      StepRows rows;
      while ((rows = stage.read()) != null) {
        stage.process(rows);
        Draft draft = stage.draft();
        long bytes = draft.state().values().stream().mapToLong(Payload::size).sum();
        written = Math.max(written, bytes);
        draft.records().stream()
            .filter(append -> append.stream().equals(CostRecord.STREAM))
            .forEach(a -> lines.addAll(ResultJson.lines(a.lines(), CostRecord.class)));
      }
    }
    StageCosts costs = StageCosts.of("align-000", lines).get(0);
    StageCosts.Cost forecast = Objects.requireNonNull(costs.forecast());
    StageCosts.Cost actual = Objects.requireNonNull(costs.actual());
    assertThat(forecast.checkpointBytes()).isEqualTo(written);
    assertThat(actual.checkpointBytes()).isEqualTo(written);
    assertThat(forecast.steps()).isEqualTo(6);
    assertThat(actual.steps()).isEqualTo(6);
    assertThat(actual.wallMsPerStep()).isPositive();
    assertThat(actual.peakRssBytes()).isGreaterThan(50L << 20);
    assertThat(lines.stream().filter(line -> line.kind() == Kind.FORECAST)).hasSize(1);
  }

  @Test
  void aProbeForecastsAStage() {
    StageProbe probe =
        StageProbe.measure(
            Tiny.recipe(new Vaccine(1)),
            new Randomness(1, 1),
            Tiny.examples(12),
            () -> Tiny.model(folder, 0));
    assertThat(probe.forecast().steps()).isEqualTo(6);
    assertThat(probe.forecast().cpuMsPerStep()).isPositive();
    assertThat(probe.forecast().checkpointBytes()).isPositive();
    assertThat(probe.need().activations()).isPositive();
  }

  /** Every tau-th step costs more, and the mean knows how many there are. */
  @Test
  void aMethodsRareStepsCountAsOftenAsTheyAre() {
    RowOrder order = order();
    try (Training training =
        new Training(
            Tiny.recipe(new AcceleratedVaccine(1, 3)),
            new Randomness(1, 1),
            6,
            Tiny.model(folder, 0),
            () -> false)) {
      StepCosts costs = training.costs(order);
      double sum = 0;
      for (int step = 1; step <= 6; step++) {
        sum += costs.of(order.at(step));
      }
      assertThat(costs.of(order.at(4)))
          .isGreaterThan(1.2 * costs.of(new StepRows(5, order.at(4).microBatches())));
      assertThat(costs.mean()).isBetween(0.9 * sum / 6, 1.1 * sum / 6);
    }
  }

  private RowOrder order() {
    return new RowOrder(Tiny.examples(12), Tiny.recipe(new Vaccine(1)), new Randomness(1, 1));
  }

  private TrainingStage stage() {
    return new TrainingStage(
        Tiny.recipe(new Vaccine(1)),
        Artefacts.aligned(Trained.LORA),
        new Randomness(1, 1),
        () -> Tiny.examples(12),
        () -> Tiny.model(folder, 0),
        () -> false);
  }
}
