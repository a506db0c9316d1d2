package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DriftSumsTest {

  @Test
  void squaresAddUpNormsAreTakenABatchAndTokensAreAveraged() {
    Tally tally = new Tally();
    DriftSums first = new DriftSums(tally, 2);
    first.add(0, new float[] {0, 0, 0, 0}, new float[] {3, 4, 0, 0}, 2);
    first.add(1, new float[] {1, 1, 1, 1}, new float[] {1, 1, 1, 1}, 2);
    DriftSums second = new DriftSums(tally, 2);
    second.add(0, new float[] {0, 0}, new float[] {0, 12}, 2);
    second.add(1, new float[] {0, 0}, new float[] {1, 0}, 2);

    assertThat(second.layers()).isEqualTo(2);
    assertThat(second.squares(0)).isEqualTo(25 + 144);
    assertThat(second.norms(0)).isEqualTo(5 + 12);
    assertThat(second.tokenNorm(0)).isCloseTo((5 + 0 + 12) / 3.0, within(1e-15));
    assertThat(second.total(DriftSums::squares)).isEqualTo(170);
    assertThat(second.total(DriftSums::norms)).isEqualTo(18);
  }

  @Test
  void aRestoredTallyGoesOnWithTheSameBits() {
    Tally tally = new Tally();
    new DriftSums(tally, 1).add(0, new float[] {0}, new float[] {0.1f}, 1);
    Tally restored = new Tally();
    restored.restore(EvaluateState.read(bytes(tally)).tally());
    for (Tally each : new Tally[] {tally, restored}) {
      new DriftSums(each, 1).add(0, new float[] {0}, new float[] {0.3f}, 1);
    }

    assertThat(restored.toList()).isEqualTo(tally.toList());
  }

  private static java.nio.ByteBuffer bytes(Tally tally) {
    EvaluateState state = new EvaluateState(java.util.List.of(), tally.toList());
    try (java.io.InputStream in = state.toPayload().open()) {
      return java.nio.ByteBuffer.wrap(in.readAllBytes());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
