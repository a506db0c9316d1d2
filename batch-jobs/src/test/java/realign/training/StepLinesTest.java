package realign.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.result.StepRecord;

class StepLinesTest {

  @ParameterizedTest
  @CsvSource({
    "1e-3, loss 0.412 lr 1.0e-3",
    "0, loss 0.412 lr 0.0",
    "2.5e-10, loss 0.412 lr 2.5e-10",
    "10, loss 0.412 lr 1.0e+1"
  })
  void wordsAreShort(double lr, String words) {
    assertThat(StepLines.words(new StepRecord(1, lr, 0.4119, null, 1, null, null, 3)))
        .isEqualTo(words);
  }

  @Test
  void linesSayWhatWasNotMeasured() {
    assertThat(StepLines.json(new StepRecord(1, 0, 2.5, null, 1.5, null, null, 30)))
        .isEqualTo(
            "{\"step\":1,\"lr\":0.0,\"loss\":2.5,\"cleanLoss\":null,\"gradNorm\":1.5,"
                + "\"siteGradNorm\":null,\"perturbationNorm\":null,\"tokens\":30}");
    assertThat(StepLines.json(new StepRecord(1, 0, 2.5, 2.25, 1.5, 0.5, 2.0, 30)))
        .isEqualTo(
            "{\"step\":1,\"lr\":0.0,\"loss\":2.5,\"cleanLoss\":2.25,\"gradNorm\":1.5,"
                + "\"siteGradNorm\":0.5,\"perturbationNorm\":2.0,\"tokens\":30}");
  }
}
