package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Prompts in the engine's memory, with places for them in caches of keys and values, which are
 * {@code [B, kvHeads, room, headDim]}: a row's lie from its first token on, however long others
 * are.
 *
 * @param batch their tokens
 * @param slots int64 {@code [N * kvHeads]}: the place of each token's keys, without the last axis
 * @param last int64 {@code [B]}: the last token of each row
 * @param room for the longest row and all that is added
 */
record Prompts(BatchLayout batch, NDArray slots, NDArray last, int room) {

  /**
   * @param steps most tokens that are added to a row
   */
  static Prompts of(
      NDManager manager, int[][] prompts, int steps, int kvHeads, RotaryTable rotary) {
    int room = Arrays.stream(prompts).mapToInt(prompt -> prompt.length).max().orElseThrow() + steps;
    return new Prompts(
        BatchLayout.of(manager, TokenBatch.unlabelled(prompts), rotary),
        manager.create(slots(prompts, kvHeads, room)),
        manager.create(last(prompts)),
        room);
  }

  private static long[] slots(int[][] prompts, int kvHeads, int room) {
    LongStream.Builder slots = LongStream.builder();
    for (int row = 0; row < prompts.length; row++) {
      for (int place = 0; place < prompts[row].length; place++) {
        for (int head = 0; head < kvHeads; head++) {
          slots.add(((long) row * kvHeads + head) * room + place);
        }
      }
    }
    return slots.build().toArray();
  }

  private static long[] last(int[][] prompts) {
    long[] last = new long[prompts.length];
    long before = 0;
    for (int row = 0; row < prompts.length; row++) {
      before += prompts[row].length;
      last[row] = before - 1;
    }
    return last;
  }
}
