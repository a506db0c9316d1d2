package realign.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.zip.GZIPInputStream;
import realign.spec.Digest;

/**
 * The text bytes of a data file: decompressed, without a byte order mark, cut off at a limit with a
 * problem. Knows nothing of records. Digests the file's own bytes on the way.
 */
final class ByteSource implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final DigestInputStream raw;
  private final InputStream text;

  private ByteSource(DigestInputStream raw, InputStream text) {
    this.raw = raw;
    this.text = text;
  }

  /** Opens a file, checking that its first bytes are what its name says. */
  static ByteSource open(Path file, FileKind kind, Limits limits) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw DataProblem.MISSING.of(file, Files.exists(file) ? "not readable" : "missing");
    }
    DigestInputStream raw =
        new DigestInputStream(Files.newInputStream(file), Digest.sha256(Files.size(file)));
    PushbackInputStream bytes =
        new PushbackInputStream(new BufferedInputStream(raw, BUFFER), BYTE_ORDER_MARK.length);
    checkMagic(file, kind, startsWith(bytes, GZIP_MAGIC));
    InputStream plain = kind.gzip() ? new GZIPInputStream(bytes, BUFFER) : bytes;
    return new ByteSource(raw, skipByteOrderMark(new Limited(plain, file, limits.fileBytes())));
  }

  /** The text's bytes. */
  InputStream text() {
    return text;
  }

  /** Reads the rest of the file and gives the SHA-256 of all its bytes, as hex. */
  String digest() throws IOException {
    raw.transferTo(java.io.OutputStream.nullOutputStream());
    return Digest.hex(raw.getMessageDigest().digest());
  }

  @Override
  public void close() throws IOException {
    text.close();
    raw.close();
  }

  private static void checkMagic(Path file, FileKind kind, boolean gzip) {
    if (kind.gzip() && !gzip) {
      throw DataProblem.NOT_GZIP.of(file, "something else");
    }
    if (!kind.gzip() && gzip) {
      throw DataProblem.IS_GZIP.of(file, "gzip");
    }
  }

  private static InputStream skipByteOrderMark(InputStream plain) throws IOException {
    PushbackInputStream text =
        new PushbackInputStream(new BufferedInputStream(plain, BUFFER), BYTE_ORDER_MARK.length);
    if (startsWith(text, BYTE_ORDER_MARK)) {
      text.skipNBytes(BYTE_ORDER_MARK.length);
    }
    return text;
  }

  private static boolean startsWith(PushbackInputStream stream, byte[] expected)
      throws IOException {
    byte[] first = stream.readNBytes(expected.length);
    stream.unread(first);
    return java.util.Arrays.equals(first, expected);
  }

  /** Ends with a problem where a file grows beyond the limit: a few KB of gzip can hold GBs. */
  private static final class Limited extends FilterInputStream {
    private final Path file;
    private final long limit;
    private long count;

    Limited(InputStream in, Path file, long limit) {
      super(in);
      this.file = file;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      counted(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int got = super.read(target, offset, length);
      counted(Math.max(got, 0));
      return got;
    }

    private void counted(int more) {
      count += more;
      if (count > limit) {
        throw DataProblem.TOO_LARGE.of(file, "more than " + limit + " bytes");
      }
    }
  }
}
