package realign.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a text in bounded memory: a line that is too long or not UTF-8 is given as a fault and
 * the next one is read as if nothing had happened. Blank lines are passed over.
 */
final class LineSource {
  /**
   * @param number 1-based
   * @param text without its line end, or null when it is broken
   * @param fault why it is broken, or null
   */
  record Line(long number, @Nullable String text, @Nullable String fault) {}

  private final InputStream in;
  private final int limit;
  private byte[] buffer = new byte[1 << 12];
  private long number;

  LineSource(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The next line that is not blank, or null at the end. */
  @Nullable Line next() throws IOException {
    while (true) {
      int length = fill();
      if (length < 0) {
        return null;
      }
      number++;
      Line line = decode(length);
      if (line.text() == null || !line.text().isBlank()) {
        return line;
      }
    }
  }

  /** Length of the next line; one more than the limit stands for any longer one; -1 at the end. */
  private int fill() throws IOException {
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return -1;
    }
    while (next >= 0 && next != '\n') {
      if (length < limit) {
        append(length, (byte) next);
      }
      length = Math.min(length + 1, limit + 1);
      next = in.read();
    }
    return length;
  }

  private void append(int at, byte value) {
    if (at == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(limit, 2 * buffer.length));
    }
    buffer[at] = value;
  }

  private Line decode(int length) {
    if (length > limit) {
      return new Line(number, null, "longer than " + limit + " bytes");
    }
    int end = length > 0 && buffer[length - 1] == '\r' ? length - 1 : length;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, end);
      return new Line(number, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString(), null);
    } catch (CharacterCodingException e) {
      return new Line(number, null, "not UTF-8");
    }
  }
}
