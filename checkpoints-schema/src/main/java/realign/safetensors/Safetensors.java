package realign.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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
        for (HostTensor part : tensor.parts()) {
          write(channel, part.data());
        }
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
                  name,
                  new HostTensor(
                      info.dtype(),
                      shape(info),
                      bytes.slice(begin, (int) (info.end() - info.begin()))));
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
   * exceed 2 GiB, and one that exceeds them itself in several parts; the maps live as long as their
   * buffers.
   *
   * @throws ProblemException when it is not a sound safetensors file, or a row of a tensor exceeds
   *     2 GiB
   */
  public static Map<String, HostTensor> map(Path file) {
    return map(file, Integer.MAX_VALUE);
  }

  /**
   * The same with smaller parts.
   *
   * @param largest most bytes that are mapped at once
   */
  static Map<String, HostTensor> map(Path file, int largest) {
    SortedMap<String, HostTensor> tensors = new TreeMap<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SafetensorsHeader header = SafetensorsHeader.read(file);
      for (Map.Entry<String, TensorInfo> entry : header.tensors().entrySet()) {
        TensorInfo info = entry.getValue();
        long part = partBytes(file, entry.getKey(), info, largest);
        List<ByteBuffer> parts = new ArrayList<>();
        long at = info.begin();
        do { // an empty tensor has a part too
          long length = Math.min(part, info.end() - at);
          parts.add(channel.map(MapMode.READ_ONLY, header.dataStart() + at, length));
          at += length;
        } while (at < info.end());
        tensors.put(entry.getKey(), new HostTensor(info.dtype(), shape(info), parts));
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return tensors;
  }

  /** All of a tensor where that can be mapped at once, else as many rows as can. */
  private static long partBytes(Path file, String name, TensorInfo info, int largest) {
    long bytes = info.end() - info.begin();
    if (bytes <= largest) {
      return bytes;
    }
    long row = bytes / info.shape().get(0);
    if (row > largest) {
      throw HeaderProblem.of(
          file.toString(),
          name,
          row + " bytes a row",
          "must have at most " + largest + " bytes a row",
          "Convert the model to BF16 or F16");
    }
    return largest / row * row;
  }

  private static long[] shape(TensorInfo info) {
    return info.shape().stream().mapToLong(Long::longValue).toArray();
  }

  private static ProblemException unreadable(Path file, IOException cause) {
    return HeaderProblem.of(
        file.toString(), "", String.valueOf(cause.getMessage()), "must be a readable file", cause);
  }
}
