package realign.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.store.Payload;

/**
 * Rows as tensors: {@code ids} I32 [tokens of all rows, end to end], {@code offsets} I64 [rows +
 * 1], of which row r is {@code ids[offsets[r] .. offsets[r + 1]]}, and {@code prompt_tokens} I32
 * [rows].
 */
final class ExampleTensors {
  private static final String IDS = "ids";
  private static final String OFFSETS = "offsets";
  private static final String PROMPT_TOKENS = "prompt_tokens";

  private ExampleTensors() {}

  static Payload write(List<Example> examples) {
    int tokens = Math.toIntExact(examples.stream().mapToLong(e -> e.ids().length).sum());
    ByteBuffer ids = buffer(4L * tokens);
    ByteBuffer offsets = buffer(8L * (examples.size() + 1));
    ByteBuffer promptTokens = buffer(4L * examples.size());
    long end = 0;
    offsets.putLong(end);
    for (Example example : examples) {
      for (int id : example.ids()) {
        ids.putInt(id);
      }
      end += example.ids().length;
      offsets.putLong(end);
      promptTokens.putInt(example.promptTokens());
    }
    return Safetensors.write(
        Map.of(
            IDS, new HostTensor("I32", new long[] {tokens}, ids.flip()),
            OFFSETS, new HostTensor("I64", new long[] {examples.size() + 1}, offsets.flip()),
            PROMPT_TOKENS,
                new HostTensor("I32", new long[] {examples.size()}, promptTokens.flip())),
        Map.of());
  }

  static List<Example> read(ByteBuffer bytes) {
    Map<String, HostTensor> tensors = Safetensors.read(bytes);
    ByteBuffer ids = data(tensors, IDS, "I32");
    ByteBuffer offsets = data(tensors, OFFSETS, "I64");
    ByteBuffer promptTokens = data(tensors, PROMPT_TOKENS, "I32");
    int rows = promptTokens.remaining() / 4;
    require(offsets.remaining() == 8 * (rows + 1), "as many offsets as rows, and one more");
    require(offsets.getLong(0) == 0, "offsets from 0");
    require(offsets.getLong(8 * rows) == ids.remaining() / 4, "offsets up to the last token");
    List<Example> examples = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      long from = offsets.getLong(8 * row);
      long to = offsets.getLong(8 * (row + 1));
      require(from <= to && to <= ids.remaining() / 4, "offsets in order");
      examples.add(new Example(ids(ids, (int) from, (int) to), promptTokens.getInt(4 * row)));
    }
    return examples;
  }

  private static int[] ids(ByteBuffer all, int from, int to) {
    int[] ids = new int[to - from];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = all.getInt(4 * (from + i));
    }
    return ids;
  }

  private static ByteBuffer data(Map<String, HostTensor> tensors, String name, String dtype) {
    HostTensor tensor = tensors.get(name);
    require(tensor != null && tensor.dtype().equals(dtype), name + " as " + dtype);
    return java.util.Objects.requireNonNull(tensor).data();
  }

  // A set's bytes were verified by digest before: these are faults of the program, not of a person.
  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("an example set needs " + rule);
    }
  }

  private static ByteBuffer buffer(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
