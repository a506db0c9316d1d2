package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Greedy continuation of a batch of prompts in one script call: prompts padded on the right, where
 * no token of the prompt sees the padding, and a cache of keys and values for the new ids.
 */
final class Generation {
  private final Decoder decoder;
  private final DecoderConfig config;
  private final RotaryTable rotary;
  private final List<IValue> blocks;

  /**
   * @param blocks weights of every block
   */
  Generation(Decoder decoder, DecoderConfig config, RotaryTable rotary, List<IValue> blocks) {
    this.decoder = decoder;
    this.config = config;
    this.rotary = rotary;
    this.blocks = blocks;
  }

  int[][] continuations(Pass pass, int[][] prompts, int maxNewTokens, IntPredicate stop) {
    requirePrompts(prompts);
    int shortest = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).min().orElse(0);
    int steps = prompts.length == 0 ? 0 : Math.min(maxNewTokens, config.positions() - shortest);
    if (steps <= 0) {
      return new int[prompts.length][0];
    }
    NDManager manager = pass.manager();
    NDArray made =
        decoder.generate(
            pass,
            ids(manager, prompts),
            lengths(manager, prompts),
            stops(manager, stop),
            rotary,
            steps,
            blocks);
    return cut(made, prompts, maxNewTokens, stop);
  }

  private void requirePrompts(int[][] prompts) {
    for (int row = 0; row < prompts.length; row++) {
      if (prompts[row].length == 0) {
        throw new IllegalArgumentException("prompt " + row + " is empty: begin it with one id");
      }
      Limits.require(config, prompts[row], row);
    }
  }

  private static NDArray ids(NDManager pass, int[][] prompts) {
    int longest = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).max().orElseThrow();
    long[] ids = new long[prompts.length * longest];
    for (int row = 0; row < prompts.length; row++) {
      for (int i = 0; i < prompts[row].length; i++) {
        ids[row * longest + i] = prompts[row][i];
      }
    }
    return pass.create(ids, new Shape(prompts.length, longest));
  }

  private static NDArray lengths(NDManager pass, int[][] prompts) {
    return pass.create(Arrays.stream(prompts).mapToLong(prompt -> prompt.length).toArray());
  }

  private NDArray stops(NDManager pass, IntPredicate stop) {
    boolean[] stops = new boolean[config.vocabulary()];
    for (int id = 0; id < stops.length; id++) {
      stops[id] = stop.test(id);
    }
    return pass.create(stops);
  }

  /** A row ends with its first stop id, or where its tokens or its positions are used up. */
  private int[][] cut(NDArray made, int[][] prompts, int maxNewTokens, IntPredicate stop) {
    long[] ids = HostArrays.longs(made);
    int steps = (int) made.getShape().get(1);
    int[][] rows = new int[prompts.length][];
    for (int row = 0; row < rows.length; row++) {
      int most = Math.min(steps, Math.min(maxNewTokens, config.positions() - prompts[row].length));
      int[] kept = new int[most];
      int count = 0;
      while (count < most && (count == 0 || !stop.test(kept[count - 1]))) {
        kept[count] = (int) ids[row * steps + count];
        count++;
      }
      rows[row] = Arrays.copyOf(kept, count);
    }
    return rows;
  }
}
