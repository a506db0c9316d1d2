package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as 64 lower-case hex digits: the only way in which content is named here. */
public final class Digest {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final int CHUNK = 1 << 16;
  private static final long NATIVE_FROM = 1 << 20;

  private Digest() {}

  /** Digest of bytes. */
  public static String of(byte[] bytes) {
    return hex(sha256(bytes.length).digest(bytes));
  }

  /** Digest of the bytes between position and limit; the buffer's position stays. */
  public static String of(ByteBuffer bytes) {
    MessageDigest digest = sha256(bytes.remaining());
    digest.update(bytes.duplicate());
    return hex(digest.digest());
  }

  /** Digest of a text in UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Digest of the canonical form of a document ({@link CanonicalJson}). */
  public static String of(JsonNode document) {
    return of(CanonicalJson.write(document));
  }

  /**
   * Digest of all that the stream still has; the caller closes it.
   *
   * @param size how many bytes that are, as far as known; decides nothing but the speed
   */
  public static String of(InputStream stream, long size) throws IOException {
    MessageDigest digest = sha256(size);
    byte[] chunk = new byte[CHUNK];
    for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
      digest.update(chunk, 0, n);
    }
    return hex(digest.digest());
  }

  /**
   * The same for about so many bytes: many are worth the native library, of which a part of a
   * second goes by until it is loaded.
   */
  public static MessageDigest sha256(long size) {
    return size < NATIVE_FROM ? sha256() : NativeDigest.sha256().orElseGet(Digest::sha256);
  }

  /** A digest to be fed piece by piece; {@link #hex} gives its text. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Lower-case hex of finished digest bytes. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /** Whether the text has the form of a digest. */
  public static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }
}
