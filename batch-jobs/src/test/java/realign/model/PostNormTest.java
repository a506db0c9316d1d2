package realign.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import realign.safetensors.HostTensor;

/**
 * OPT with its norms after the sums and an embedding narrower than the stream (the form of its 350M
 * model), which no golden value covers: the formulas written out in loops.
 */
class PostNormTest {
  private static final int HEADS = 4;
  private static final int[] ROW = {5, 9, 30, 2, 11, 4, 36};

  private Map<String, HostTensor> weights = Map.of();

  @Test
  void logits() {
    try (LanguageModel model = Models.random(TinyFamilies.architecture("opt-after"), 7)) {
      weights = model.stored(Map.of());
      float[][] logits = model.logits(ROW);
      double[][] expected = expectedLogits();
      for (int t = 0; t < ROW.length; t++) {
        for (int id = 0; id < expected[t].length; id++) {
          assertThat((double) logits[t][id]).isCloseTo(expected[t][id], within(1e-5));
        }
      }
    }
  }

  private double[][] expectedLogits() {
    double[][] x = new double[ROW.length][];
    for (int t = 0; t < ROW.length; t++) {
      double[] embedded = matrix("model.decoder.embed_tokens.weight")[ROW[t]];
      double[] place = matrix("model.decoder.embed_positions.weight")[t + 2];
      x[t] = plus(times(matrix("model.decoder.project_in.weight"), embedded), place);
    }
    for (int layer = 0; layer < 2; layer++) {
      x = block("model.decoder.layers." + layer + ".", x);
    }
    double[][] logits = new double[ROW.length][];
    for (int t = 0; t < ROW.length; t++) {
      double[] out = times(matrix("model.decoder.project_out.weight"), x[t]);
      logits[t] = times(matrix("model.decoder.embed_tokens.weight"), out);
    }
    return logits;
  }

  /** x = norm(x + attention(x)); x = norm(x + fc2(relu(fc1(x)))). */
  private double[][] block(String name, double[][] x) {
    double[][] next = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] attended = linear(name + "self_attn.out_proj", attention(name, x, t));
      double[] s = norm(name + "self_attn_layer_norm", plus(x[t], attended));
      double[] inner = linear(name + "fc1", s);
      for (int i = 0; i < inner.length; i++) {
        inner[i] = Math.max(0, inner[i]);
      }
      next[t] = norm(name + "final_layer_norm", plus(s, linear(name + "fc2", inner)));
    }
    return next;
  }

  private double[] attention(String name, double[][] x, int t) {
    double[] q = linear(name + "self_attn.q_proj", x[t]);
    int d = q.length / HEADS;
    double[] y = new double[q.length];
    for (int head = 0; head < HEADS; head++) {
      double[] chances = new double[t + 1];
      double sum = 0;
      for (int s = 0; s <= t; s++) {
        double[] k = linear(name + "self_attn.k_proj", x[s]);
        double score = 0;
        for (int i = head * d; i < (head + 1) * d; i++) {
          score += q[i] * k[i] / Math.sqrt(d);
        }
        chances[s] = Math.exp(score);
        sum += chances[s];
      }
      for (int s = 0; s <= t; s++) {
        double[] v = linear(name + "self_attn.v_proj", x[s]);
        for (int i = head * d; i < (head + 1) * d; i++) {
          y[i] += chances[s] / sum * v[i];
        }
      }
    }
    return y;
  }

  /** (x - mean) / sqrt(variance + 1e-5) * gain + bias. */
  private double[] norm(String name, double[] x) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] gain = vector(name + ".weight");
    double[] bias = vector(name + ".bias");
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * gain[i] + bias[i];
    }
    return y;
  }

  private double[] linear(String name, double[] x) {
    return plus(times(matrix(name + ".weight"), x), vector(name + ".bias"));
  }

  private static double[] times(double[][] w, double[] x) {
    double[] y = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += w[i][j] * x[j];
      }
    }
    return y;
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private double[] vector(String name) {
    HostTensor tensor = weights.get(name);
    float[] floats = Golden.floats(Objects.requireNonNull(tensor));
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    return values;
  }

  private double[][] matrix(String name) {
    long[] shape = Objects.requireNonNull(weights.get(name)).shape();
    double[] flat = vector(name);
    double[][] rows = new double[(int) shape[0]][];
    for (int row = 0; row < rows.length; row++) {
      int width = (int) shape[1];
      rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
    }
    return rows;
  }
}
