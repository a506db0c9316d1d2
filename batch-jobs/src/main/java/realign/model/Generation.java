package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** Greedy continuation of a batch of prompts in one script call. */
final class Generation {
  private final Decoder decoder;
  private final DecoderConfig config;
  private final RotaryTable rotary;
  private final Adapted.Matrices matrices;

  Generation(Decoder decoder, DecoderConfig config, RotaryTable rotary, Adapted.Matrices matrices) {
    this.decoder = decoder;
    this.config = config;
    this.rotary = rotary;
    this.matrices = matrices;
  }

  int[][] continuations(Pass pass, int[][] prompts, int maxNewTokens, IntPredicate stop) {
    requirePrompts(prompts);
    int shortest = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).min().orElse(0);
    int steps = prompts.length == 0 ? 0 : Math.min(maxNewTokens, config.positions() - shortest);
    if (steps <= 0) {
      return new int[prompts.length][0];
    }
    NDArray made =
        decoder.generate(
            pass,
            Prompts.of(pass.manager(), prompts, steps, config.attention().kvHeads(), rotary),
            stops(pass.manager(), stop),
            rotary,
            steps,
            matrices);
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
