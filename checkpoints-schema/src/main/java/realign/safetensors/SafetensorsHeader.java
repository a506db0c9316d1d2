package realign.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a safetensors file, checked: every tensor lies in the file, has the bytes of its
 * type and shape, and overlaps none.
 *
 * @param tensors infos by name, in the order of their data
 * @param metadata the {@code __metadata__} strings
 * @param dataStart first byte of the data section in the file
 */
public record SafetensorsHeader(
    Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {

  public SafetensorsHeader {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /**
   * Reads the header of a file in memory.
   *
   * @param source the file as messages name it
   * @throws realign.spec.ProblemException when it is not a sound header of exactly these bytes
   */
  public static SafetensorsHeader parse(String source, ByteBuffer file) {
    ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    HeaderParser parser = new HeaderParser(source, bytes.remaining());
    int length = parser.length(bytes);
    return parser.parse(bytes.slice(8, length));
  }

  /**
   * Reads the header of a file, and no more of it.
   *
   * @throws realign.spec.ProblemException when it is not a sound header of that file
   * @throws IOException when the file cannot be read
   */
  public static SafetensorsHeader read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      HeaderParser parser = new HeaderParser(file.toString(), channel.size());
      int length = parser.length(bytes(channel, 0, 8));
      return parser.parse(bytes(channel, 8, length));
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int count; // a read may give fewer bytes than there are
    do {
      count = channel.read(bytes, from + bytes.position());
    } while (count > 0 && bytes.hasRemaining());
    return bytes.flip();
  }
}
