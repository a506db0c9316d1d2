package realign.probe;

/**
 * The sums of drift by layer, kept in a tally: number of layers first, then per layer squares,
 * norms, token norms and tokens. Everything in double.
 */
final class DriftSums {
  /** A number that each layer has. */
  @FunctionalInterface
  interface ByLayer {
    double of(DriftSums sums, int layer);
  }

  private static final int LAYERS = 0;
  private static final int FIRST = 1;
  private static final int SQUARES = 0;
  private static final int NORMS = 1;
  private static final int TOKEN_NORMS = 2;
  private static final int TOKENS = 3;
  private static final int PER_LAYER = 4;

  private final Tally tally;

  /** The sums that a tally holds. */
  DriftSums(Tally tally) {
    this.tally = tally;
  }

  /** The same, begun where the tally is empty. */
  DriftSums(Tally tally, int layers) {
    this.tally = tally;
    tally.add(LAYERS, layers - tally.get(LAYERS));
  }

  /** Adds the outputs of one layer on one batch, both [tokens, width] row-major. */
  void add(int layer, float[] before, float[] now, int width) {
    double squares = 0;
    double tokenNorms = 0;
    for (int token = 0; token < now.length; token += width) {
      double square = 0;
      for (int i = token; i < token + width; i++) {
        double difference = (double) now[i] - before[i];
        square += difference * difference;
      }
      squares += square;
      tokenNorms += Math.sqrt(square);
    }
    tally.add(at(layer, SQUARES), squares);
    tally.add(at(layer, NORMS), Math.sqrt(squares));
    tally.add(at(layer, TOKEN_NORMS), tokenNorms);
    tally.add(at(layer, TOKENS), (double) now.length / width);
  }

  int layers() {
    return (int) tally.get(LAYERS);
  }

  /** Sum of squared differences. */
  double squares(int layer) {
    return tally.get(at(layer, SQUARES));
  }

  /** Sum over batches of the norm of the difference. */
  double norms(int layer) {
    return tally.get(at(layer, NORMS));
  }

  /** Mean over tokens of the norm of a token's difference. */
  double tokenNorm(int layer) {
    return tally.get(at(layer, TOKEN_NORMS)) / Math.max(1, tally.get(at(layer, TOKENS)));
  }

  /** Sum over layers. */
  double total(ByLayer part) {
    double total = 0;
    for (int layer = 0; layer < layers(); layer++) {
      total += part.of(this, layer);
    }
    return total;
  }

  private static int at(int layer, int part) {
    return FIRST + layer * PER_LAYER + part;
  }
}
