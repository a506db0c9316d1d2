package realign.model;

import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a forward pass leaves for the way back: of each block the script's two maps, and the stream
 * after the last one, f32 {@code [N, D]}. Used up from the last block to the first.
 */
final class Tape {
  private final List<IValue> attention = new ArrayList<>();
  private final List<IValue> feedForward = new ArrayList<>();
  private final IValue start;
  private final IValue firstSite;
  private final IValue result;

  Tape(
      List<IValue> attention,
      List<IValue> feedForward,
      IValue start,
      IValue firstSite,
      IValue result) {
    this.attention.addAll(attention);
    this.feedForward.addAll(feedForward);
    this.start = start;
    this.firstSite = firstSite;
    this.result = result;
  }

  /** The stream before the first block. */
  IValue start() {
    return start;
  }

  /** What the first block's attention returned. */
  IValue firstSite() {
    return firstSite;
  }

  /** The stream after the last block. */
  IValue result() {
    return result;
  }

  IValue attention(int layer) {
    return attention.get(layer);
  }

  IValue feedForward(int layer) {
    return feedForward.get(layer);
  }
}
