package realign.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.spec.Digest;
import realign.store.ObjectStore;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/** Reads blobs and believes none that is not exactly what was written. */
final class BlobReader {
  private static final Logger LOG = LoggerFactory.getLogger(BlobReader.class);
  private static final int CHUNK = 1 << 16;

  private final ObjectStore store;
  private final ScopeKeys keys;
  private final Patience patience;

  BlobReader(ObjectStore store, ScopeKeys keys, Patience patience) {
    this.store = store;
    this.keys = keys;
    this.patience = patience;
  }

  /** Where the blobs lie. */
  ScopeKeys keys() {
    return keys;
  }

  /** A blob that is not what was written. */
  static final class DamagedBlobException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String found;

    DamagedBlobException(String key, String found) {
      super(key + " " + found);
      this.key = key;
      this.found = found;
    }

    /** What is wrong with it. */
    String found() {
      return found;
    }

    /** The same, for when nothing can be done about it. */
    DamagedLogException problem() {
      return new DamagedLogException(key, found, "must be the blob that was committed", this);
    }
  }

  /** Bytes of a blob, verified while they are read. */
  ByteBuffer read(BlobRef blob) throws DamagedBlobException {
    if (blob.size() > Draft.LARGEST_BLOB) {
      throw new DamagedBlobException(keys.blob(blob), "is said to have " + blob.size() + " bytes");
    }
    // grows with what comes, so that a wrong size in an entry cannot ask for memory
    return ByteBuffer.wrap(verified(blob, in -> in.readNBytes((int) blob.size())))
        .asReadOnlyBuffer();
  }

  /** Verifies a blob without keeping it. */
  void verify(BlobRef blob) throws DamagedBlobException {
    verified(blob, in -> passed(in, blob.size()));
  }

  /** Reads so many bytes, and no more: what lies there may have no end. */
  private static byte[] passed(InputStream in, long size) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (long left = size; left > 0; ) {
      int count = in.read(chunk, 0, (int) Math.min(left, CHUNK));
      left = count < 0 ? 0 : left - count;
    }
    return new byte[0];
  }

  private interface Use {
    byte[] of(InputStream in) throws IOException;
  }

  /**
   * What was broken on its way here is read again: only what differs twice is damaged, and only a
   * store that breaks off again and again is unavailable.
   */
  private byte[] verified(BlobRef blob, Use use) throws DamagedBlobException {
    try {
      return patience.insist(() -> unchecked(blob, use));
    } catch (Damaged first) {
      LOG.debug("{}; reading it again", first.cause.getMessage());
    }
    try {
      return patience.insist(() -> unchecked(blob, use));
    } catch (Damaged again) {
      throw again.cause;
    }
  }

  private byte[] unchecked(BlobRef blob, Use use) {
    try {
      return once(blob, use);
    } catch (DamagedBlobException e) {
      throw new Damaged(e);
    }
  }

  /** Carries the checked exception through a supplier. */
  private static final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final DamagedBlobException cause;

    Damaged(DamagedBlobException cause) {
      super(null, cause, false, false);
      this.cause = cause;
    }
  }

  private byte[] once(BlobRef blob, Use use) throws DamagedBlobException {
    String key = keys.blob(blob);
    InputStream opened =
        store.open(key).orElseThrow(() -> new DamagedBlobException(key, "is missing"));
    try (DigestInputStream in = new DigestInputStream(opened, Digest.sha256(blob.size()))) {
      byte[] bytes = use.of(in);
      boolean ended = in.read() < 0;
      String digest = Digest.hex(in.getMessageDigest().digest());
      if (!ended || !digest.equals(blob.sha256())) {
        throw new DamagedBlobException(key, "has other bytes than were written");
      }
      return bytes;
    } catch (IOException e) {
      throw new StoreException(key + ": could not be read: " + e.getMessage(), e, Kind.BUSY);
    }
  }
}
