package realign.safetensors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import realign.spec.CanonicalJson;

/**
 * Writes a header whose data section begins at a multiple of 64 bytes, so that it may be mapped.
 */
final class HeaderWriter {
  private static final int ALIGNMENT = 64;

  private HeaderWriter() {}

  /** Length and JSON text, filled up with blanks. */
  static ByteBuffer write(SortedMap<String, TensorType> tensors, Map<String, String> metadata) {
    byte[] json = CanonicalJson.bytes(tree(tensors, metadata));
    int whole = (8 + json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(whole).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(whole - 8L).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static ObjectNode tree(
      SortedMap<String, TensorType> tensors, Map<String, String> metadata) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      new TreeMap<>(metadata).forEach(tree.putObject("__metadata__")::put);
    }
    long begin = 0;
    for (Map.Entry<String, TensorType> tensor : tensors.entrySet()) {
      long end = begin + tensor.getValue().bytes();
      describe(tree.putObject(tensor.getKey()), tensor.getValue(), begin, end);
      begin = end;
    }
    return tree;
  }

  private static void describe(ObjectNode node, TensorType tensor, long begin, long end) {
    node.put("dtype", tensor.dtype());
    var shape = node.putArray("shape");
    for (long dimension : tensor.shape()) {
      shape.add(dimension);
    }
    node.putArray("data_offsets").add(begin).add(end);
  }
}
