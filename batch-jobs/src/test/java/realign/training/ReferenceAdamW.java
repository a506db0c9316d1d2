package realign.training;

import realign.spec.OptimiserSpec;

/**
 * AdamW of one tensor in plain Java and double precision, written from the paper (arXiv 1711.05101,
 * Algorithm 2, with the learning rate in the decay as torch has it): what the fast one is checked
 * against.
 */
final class ReferenceAdamW {
  private final OptimiserSpec spec;
  private final double[] m;
  private final double[] v;
  private int t;

  ReferenceAdamW(OptimiserSpec spec, int size) {
    this.spec = spec;
    this.m = new double[size];
    this.v = new double[size];
  }

  void update(double[] w, double[] g, double lr) {
    t++;
    for (int i = 0; i < w.length; i++) {
      w[i] -= lr * spec.weightDecay() * w[i];
      m[i] = spec.beta1() * m[i] + (1 - spec.beta1()) * g[i];
      v[i] = spec.beta2() * v[i] + (1 - spec.beta2()) * g[i] * g[i];
      double mHat = m[i] / (1 - Math.pow(spec.beta1(), t));
      double vHat = v[i] / (1 - Math.pow(spec.beta2(), t));
      w[i] -= lr * mHat / (Math.sqrt(vHat) + spec.epsilon());
    }
  }

  double[] m() {
    return m;
  }

  double[] v() {
    return v;
  }
}
