package realign.data;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Strict UTF-8 characters with a limit on what one record may take, for parsers that have none of
 * their own.
 */
final class RecordReader extends FilterReader {
  /** A record took more than the limit. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(int limit) {
      super("a record of more than " + limit + " characters");
    }
  }

  /** What a parser's buffer may hold beside the record at hand. */
  private static final int READ_AHEAD = 1 << 14;

  private final int limit;
  private long taken;

  RecordReader(InputStream text, int limit) {
    super(new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder()));
    this.limit = limit;
  }

  /** A new record begins; what the parser has read ahead counts for it. */
  void nextRecord() {
    taken = 0;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    // A recycled parser buffer can be of any size; one refill must not look like a long record.
    int got = super.read(target, offset, Math.min(length, READ_AHEAD));
    count(Math.max(got, 0));
    return got;
  }

  private void count(int more) throws IOException {
    taken += more;
    if (taken > (long) limit + READ_AHEAD) {
      throw new TooLongException(limit);
    }
  }
}
