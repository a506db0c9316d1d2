package realign.safetensors;

import java.util.List;

/**
 * Where a tensor lies in the data section.
 *
 * @param dtype safetensors name of the element type
 * @param shape sizes of the dimensions
 * @param begin first byte, counted from the data section's start
 * @param end first byte after it
 */
public record TensorInfo(String dtype, List<Long> shape, long begin, long end) {
  public TensorInfo {
    shape = List.copyOf(shape);
  }
}
