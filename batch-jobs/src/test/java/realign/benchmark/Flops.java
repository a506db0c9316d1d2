package realign.benchmark;

/**
 * Floating-point operations, a product and a sum being two, by what limits their rate.
 *
 * @param frozen products with the frozen matrices of the blocks
 * @param head products with the output head
 * @param attention queries by keys and weights by values
 * @param adapter products with the low-rank matrices
 */
record Flops(double frozen, double head, double attention, double adapter) {
  static final Flops NONE = new Flops(0, 0, 0, 0);

  double total() {
    return frozen + head + attention + adapter;
  }

  Flops plus(Flops other) {
    return new Flops(
        frozen + other.frozen,
        head + other.head,
        attention + other.attention,
        adapter + other.adapter);
  }

  Flops minus(Flops other) {
    return plus(other.times(-1));
  }

  Flops times(double factor) {
    return new Flops(frozen * factor, head * factor, attention * factor, adapter * factor);
  }
}
