package realign.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Bytes to be stored, readable more than once because a put may be tried again. */
public interface Payload {

  /** Number of bytes. */
  long size();

  /** Opens the bytes from their beginning. */
  InputStream open();

  /** Some of the bytes, to be read as often as the whole. */
  default Payload part(long offset, long length) {
    return new PartPayload(this, offset, length);
  }

  /** A payload over an array, which must not be changed afterwards. */
  static Payload of(byte[] bytes) {
    return new Payload() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** A payload over buffers laid end to end, which must not be changed afterwards. */
  static Payload of(List<ByteBuffer> buffers) {
    return new BufferPayload(buffers);
  }
}
