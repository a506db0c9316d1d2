package realign.store;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an answer, which must be as many as it announced: a connection that is cut ends like
 * an object that is read. What the SDK finds wrong (a checksum) is a failure to read here.
 */
final class S3Body extends InputStream {
  private final InputStream in;
  private final @Nullable Long announced;
  private long read;
  private boolean ended;

  S3Body(GetObjectResponse response, InputStream in) {
    this.in = in;
    this.announced = response.contentLength();
  }

  /** All bytes at once; the SDK asks again when they do not come. */
  static byte[] whole(GetObjectResponse response, InputStream in) {
    try {
      S3Body body = new S3Body(response, in);
      return body.readAllBytes();
    } catch (IOException e) {
      throw RetryableException.builder()
          .message("broken answer: " + e.getMessage())
          .cause(e)
          .build();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = next(target, offset, length);
    if (count >= 0) {
      read += count;
      return count;
    }
    ended = true;
    if (announced != null && read != announced) {
      throw new IOException("the answer ended after " + read + " of " + announced + " bytes");
    }
    return -1;
  }

  private int next(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (SdkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whoever stops in the middle does not want to wait for the rest. */
  @Override
  public void close() throws IOException {
    if (!ended && in instanceof Abortable connection) {
      connection.abort();
    }
    in.close();
  }
}
