package realign.model;

/**
 * Decides every dropout mask of one pass. Passes with the same key and the same batch drop the same
 * elements: both passes of a Vaccine step share their masks that way. Every part of every block
 * draws from a seed of its own, so the way back draws the masks again instead of keeping them.
 *
 * @param seed of the pass
 */
public record DropoutKey(long seed) {
  /** For passes without dropout. */
  static final DropoutKey NONE = new DropoutKey(0);

  /** The seed of one part of a block: of its attention, or of what comes after. */
  long of(int layer, boolean feedForward) {
    // Odd factors keep the parts apart; the engine's generator mixes the bits.
    return seed * 0x9E3779B97F4A7C15L + 2L * layer + (feedForward ? 1 : 0);
  }
}
