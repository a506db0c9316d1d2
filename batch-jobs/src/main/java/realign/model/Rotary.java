package realign.model;

/**
 * Rotary positions (arXiv 2104.09864): pair i of a head turns by {@code position * frequency(i)}.
 *
 * @param theta base of the frequencies
 * @param scaling how they are stretched for longer texts
 */
public record Rotary(double theta, Scaling scaling) {

  /** The frequencies of the {@code headDim / 2} pairs, rounded to f32 as the usual stack does. */
  float[] frequencies(int headDim) {
    float[] frequencies = new float[headDim / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float plain = (float) (1.0 / Math.pow(theta, 2.0 * i / headDim));
      frequencies[i] = (float) scaling.of(plain);
    }
    return frequencies;
  }

  /** A stretching of frequencies. */
  public sealed interface Scaling {
    double of(double frequency);
  }

  /** As they are. */
  public record Unscaled() implements Scaling {
    @Override
    public double of(double frequency) {
      return frequency;
    }
  }

  /** All positions divided by a factor (arXiv 2306.15595). */
  public record Linear(double factor) implements Scaling {
    @Override
    public double of(double frequency) {
      return frequency / factor;
    }
  }

  /**
   * Llama 3.1's: waves longer than {@code positions / low} are stretched by the factor, those
   * shorter than {@code positions / high} are left, and between the two it goes over linearly in
   * {@code positions / wavelength}.
   *
   * @param positions of the original training
   */
  public record Llama3(double factor, double low, double high, int positions) implements Scaling {
    @Override
    public double of(double frequency) {
      double turns = positions * frequency / (2 * Math.PI);
      if (turns < low) {
        return frequency / factor;
      }
      if (turns > high) {
        return frequency;
      }
      double smooth = (turns - low) / (high - low);
      return (1 - smooth) * frequency / factor + smooth * frequency;
    }
  }
}
