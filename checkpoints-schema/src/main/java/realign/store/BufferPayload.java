package realign.store;

import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Buffers laid end to end. */
record BufferPayload(List<ByteBuffer> buffers) implements Payload {

  BufferPayload {
    buffers = List.copyOf(buffers);
  }

  @Override
  public long size() {
    return buffers.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  @Override
  public InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(buffers.stream().map(BufferStream::new).toList()));
  }

  /** No byte before the part is touched: large states are sent in parts. */
  @Override
  public Payload part(long offset, long length) {
    List<ByteBuffer> parts = new ArrayList<>();
    long at = 0;
    for (ByteBuffer buffer : buffers) {
      long begin = Math.max(offset - at, 0);
      long end = Math.min(offset + length - at, buffer.remaining());
      if (begin < end) {
        parts.add(buffer.slice(buffer.position() + (int) begin, (int) (end - begin)));
      }
      at += buffer.remaining();
    }
    return new BufferPayload(parts);
  }

  private static final class BufferStream extends InputStream {
    private final ByteBuffer buffer;

    BufferStream(ByteBuffer buffer) {
      this.buffer = buffer.duplicate();
    }

    @Override
    public int read() {
      return buffer.hasRemaining() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (!buffer.hasRemaining()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }
  }
}
