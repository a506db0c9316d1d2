package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import realign.model.Rotary.Linear;
import realign.model.Rotary.Llama3;
import realign.model.Rotary.Unscaled;

/** The scalings that no golden value covers, against their formulas written out. */
class RotaryTest {
  private static final int HEAD_DIM = 128;
  private static final double THETA = 500_000;

  @Test
  void frequenciesFallGeometrically() {
    float[] frequencies = new Rotary(THETA, new Unscaled()).frequencies(HEAD_DIM);
    assertThat(frequencies).hasSize(64);
    for (int i = 0; i < frequencies.length; i++) {
      double exact = Math.exp(-2.0 * i / HEAD_DIM * Math.log(THETA));
      assertThat((double) frequencies[i]).isCloseTo(exact, within(1e-6 * exact));
    }
  }

  /** A text k times as long turns by the same angles at its end. */
  @Test
  void linearDividesPositions() {
    float[] plain = new Rotary(THETA, new Unscaled()).frequencies(HEAD_DIM);
    float[] scaled = new Rotary(THETA, new Linear(4)).frequencies(HEAD_DIM);
    for (int i = 0; i < plain.length; i++) {
      assertThat(4096 * scaled[i]).isEqualTo(1024 * plain[i]);
    }
  }

  /**
   * Llama 3.1: factor 8, low 1, high 4, 8192 positions. With the wavelength 2 pi / f: above 8192
   * divided by 8, below 2048 kept, between them mixed by (8192 / wavelength - 1) / (4 - 1).
   */
  @Test
  void llama3StretchesLongWavesOnly() {
    float[] plain = new Rotary(THETA, new Unscaled()).frequencies(HEAD_DIM);
    float[] scaled = new Rotary(THETA, new Llama3(8, 1, 4, 8192)).frequencies(HEAD_DIM);
    int kept = 0;
    int mixed = 0;
    int stretched = 0;
    for (int i = 0; i < plain.length; i++) {
      double wavelength = 2 * Math.PI / plain[i];
      double expected;
      if (wavelength > 8192) {
        expected = plain[i] / 8;
        stretched++;
      } else if (wavelength < 2048) {
        expected = plain[i];
        kept++;
      } else {
        double share = (8192 / wavelength - 1) / 3;
        expected = plain[i] * share + plain[i] / 8 * (1 - share);
        mixed++;
      }
      assertThat((double) scaled[i]).isCloseTo(expected, within(1e-6 * expected));
    }
    assertThat(new int[] {kept, mixed, stretched}).containsExactly(29, 6, 29);
  }
}
