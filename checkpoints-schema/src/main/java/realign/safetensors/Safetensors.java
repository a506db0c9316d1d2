package realign.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import realign.spec.ProblemException;

/**
 * Reads and writes safetensors files: named tensors, nothing executable. A tensor's bytes are never
 * copied: what is read are views, what is written are the buffers that were given.
 */
public final class Safetensors {

  private Safetensors() {}

  /**
   * Lays tensors out, names sorted and end to end, the data section aligned to 64 bytes.
   *
   * @param metadata strings for {@code __metadata__}; may be empty
   */
  public static TensorPayload write(Map<String, HostTensor> tensors, Map<String, String> metadata) {
    return new TensorFile(new TreeMap<>(tensors), metadata);
  }

  /**
   * Writes a new file in the same layout, tensor by tensor: each is asked for in its turn and not
   * kept, so that a model need not be in host memory as a whole.
   *
   * @param types every tensor's type by name
   * @param tensors gives the tensor of a name
   * @throws IllegalArgumentException when a tensor is not of its type
   */
  public static void write(
      Path file,
      Map<String, TensorType> types,
      Map<String, String> metadata,
      Function<String, HostTensor> tensors)
      throws IOException {
    SortedMap<String, TensorType> sorted = new TreeMap<>(types);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(channel, HeaderWriter.write(sorted, metadata));
      for (Map.Entry<String, TensorType> entry : sorted.entrySet()) {
        HostTensor tensor = tensors.apply(entry.getKey());
        if (!tensor.type().equals(entry.getValue())) {
          throw new IllegalArgumentException(
              entry.getKey() + " must be " + entry.getValue() + ", but is " + tensor);
        }
        write(channel, tensor.data());
      }
    }
  }

  /** Bytes of a file of tensors of these types, header included. */
  public static long size(Map<String, TensorType> types, Map<String, String> metadata) {
    SortedMap<String, TensorType> sorted = new TreeMap<>(types);
    return HeaderWriter.write(sorted, metadata).remaining()
        + sorted.values().stream().mapToLong(TensorType::bytes).sum();
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Views of all tensors of a file in memory, names sorted.
   *
   * @throws ProblemException when it is not a sound safetensors file
   */
  public static Map<String, HostTensor> read(ByteBuffer file) {
    SafetensorsHeader header = SafetensorsHeader.parse("safetensors", file);
    ByteBuffer bytes = file.slice();
    SortedMap<String, HostTensor> tensors = new TreeMap<>();
    header
        .tensors()
        .forEach(
            (name, info) -> {
              int begin = (int) (header.dataStart() + info.begin());
              tensors.put(
                  name, tensor(info, bytes.slice(begin, (int) (info.end() - info.begin()))));
            });
    return tensors;
  }

  /** The {@code __metadata__} of a file in memory. */
  public static Map<String, String> metadata(ByteBuffer file) {
    return SafetensorsHeader.parse("safetensors", file).metadata();
  }

  /** The header of a file, and no more of it. */
  public static SafetensorsHeader header(Path file) {
    try {
      return SafetensorsHeader.read(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Views of all tensors of a file, names sorted. Each is mapped on its own, so that a file may
   * exceed 2 GiB; the maps live as long as their buffers.
   *
   * @throws ProblemException when it is not a sound safetensors file, or a tensor exceeds 2 GiB
   */
  public static Map<String, HostTensor> map(Path file) {
    SortedMap<String, HostTensor> tensors = new TreeMap<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = SafetensorsHeader.read(file);
      for (Map.Entry<String, TensorInfo> entry : header.tensors().entrySet()) {
        TensorInfo info = entry.getValue();
        requireMappable(file, entry.getKey(), info);
        long begin = header.dataStart() + info.begin();
        ByteBuffer bytes = channel.map(MapMode.READ_ONLY, begin, info.end() - info.begin());
        tensors.put(entry.getKey(), tensor(info, bytes));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return tensors;
  }

  private static HostTensor tensor(TensorInfo info, ByteBuffer bytes) {
    long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
    return new HostTensor(info.dtype(), shape, bytes);
  }

  private static void requireMappable(Path file, String name, TensorInfo info) {
    long bytes = info.end() - info.begin();
    if (bytes > Integer.MAX_VALUE) {
      throw HeaderProblem.of(
          file.toString(),
          name,
          bytes + " bytes",
          "must have at most 2 GiB a tensor",
          "Convert the model to BF16 or F16");
    }
  }

  private static ProblemException unreadable(Path file, IOException cause) {
    return HeaderProblem.of(
        file.toString(), "", String.valueOf(cause.getMessage()), "must be a readable file", cause);
  }
}
