package realign.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Some of the bytes of another payload, found by skipping those before them. */
record PartPayload(Payload whole, long offset, long size) implements Payload {

  PartPayload {
    if (offset < 0 || size < 0 || offset > whole.size() - size) {
      throw new IllegalArgumentException(
          "part " + offset + "+" + size + " must lie in " + whole.size() + " bytes");
    }
  }

  @Override
  public InputStream open() {
    try {
      InputStream in = whole.open();
      in.skipNBytes(offset);
      return new Front(in, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first bytes of a stream. */
  private static final class Front extends FilterInputStream {
    private long left;

    Front(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left == 0) {
        return -1;
      }
      int next = in.read();
      left -= next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return length == 0 ? 0 : -1;
      }
      int count = in.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(Math.min(count, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
