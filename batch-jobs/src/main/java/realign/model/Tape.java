package realign.model;

import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass leaves for the way back: something of each block, and the stream after the
 * last one, f32 {@code [N, D]}. Used up from the last block to the first.
 */
final class Tape {
  /** How much of each block stays until the way back. */
  enum Kept {
    /** For passes that do not go back. */
    NOTHING,
    /** The block's input: all else is computed again. */
    INPUT,
    /** The script's two maps. */
    ALL
  }

  private final Decoder.@Nullable Site site;
  private final Kept kept;
  private final List<IValue> inputs = new ArrayList<>();
  private final List<Decoder.Block> blocks = new ArrayList<>();
  private @Nullable IValue firstSite;
  private @Nullable IValue result;

  /**
   * @param site what happened at the sites, to happen again
   */
  Tape(Decoder.@Nullable Site site, Kept kept) {
    this.site = site;
    this.kept = kept;
  }

  Kept kept() {
    return kept;
  }

  Decoder.@Nullable Site site() {
    return site;
  }

  /** The next block. Frees of it what is not kept; of the first one, a later pass may use all. */
  void add(IValue input, IValue site, Decoder.Block block) {
    boolean first = blocks.isEmpty() && kept == Kept.ALL;
    if (first) {
      firstSite = site;
    } else {
      site.close();
    }
    if (first || kept == Kept.INPUT) {
      inputs.add(input);
    } else {
      input.close();
    }
    if (kept == Kept.ALL) {
      blocks.add(block);
    } else {
      block.close();
    }
  }

  /** What the first block's attention returned; where all is kept. */
  IValue firstSite() {
    return Objects.requireNonNull(firstSite);
  }

  Tape ends(IValue stream) {
    result = stream;
    return this;
  }

  IValue result() {
    if (result == null) {
      throw new IllegalStateException("the pass has not ended");
    }
    return result;
  }

  IValue input(int layer) {
    return inputs.get(layer);
  }

  Decoder.Block block(int layer) {
    return blocks.get(layer);
  }

  /** Frees the input of a block that the way back has passed. */
  void forget(int layer) {
    if (kept == Kept.INPUT) {
      input(layer).close();
    }
  }
}
