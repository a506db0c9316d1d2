package realign.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import realign.result.CostRecord.Kind;
import realign.result.StageCosts.Cost;

class StageCostsTest {
  @Test
  void sumsWhatAttemptsMeasuredAndKeepsTheForecast() {
    List<StageCosts> costs =
        StageCosts.of(
            "align-000",
            List.of(
                new CostRecord("align", Kind.FORECAST, 30, 3000, 3300, 500, 90),
                new CostRecord("align", Kind.MEASURED, 10, 1000, 1200, 400, 90),
                new CostRecord("align", Kind.MEASURED, 20, 2600, 2400, 450, 0)));
    assertThat(costs)
        .containsExactly(
            new StageCosts(
                "align-000",
                "align",
                new Cost(30, 100, 110, 500, 90),
                new Cost(30, 120, 120, 450, 90)));
  }

  @Test
  void aStageMayHaveNoForecast() {
    List<StageCosts> costs =
        StageCosts.of(
            "cell-000", List.of(new CostRecord("attack", Kind.MEASURED, 1, 10, 12, 400, 0)));
    assertThat(costs.get(0).forecast()).isNull();
    assertThat(costs.get(0).actual()).isEqualTo(new Cost(1, 10, 12, 400, 0));
  }
}
