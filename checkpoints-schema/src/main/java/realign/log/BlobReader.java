package realign.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import realign.spec.Digest;
import realign.store.ObjectStore;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/** Reads blobs and believes none that is not exactly what was written. */
final class BlobReader {
  private final ObjectStore store;
  private final ScopeKeys keys;

  BlobReader(ObjectStore store, ScopeKeys keys) {
    this.store = store;
    this.keys = keys;
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

    /** The same, for when nothing can be done about it. */
    DamagedLogException problem() {
      return new DamagedLogException(key, found, "must be the blob that was committed", this);
    }
  }

  /** Bytes of a blob, verified while they are read. */
  ByteBuffer read(BlobRef blob) throws DamagedBlobException {
    // grows with what comes, so that a wrong size in an entry cannot ask for memory
    return ByteBuffer.wrap(verified(blob, in -> in.readNBytes(Math.toIntExact(blob.size()))))
        .asReadOnlyBuffer();
  }

  /** Verifies a blob without keeping it. */
  void verify(BlobRef blob) throws DamagedBlobException {
    verified(
        blob,
        in -> {
          in.transferTo(java.io.OutputStream.nullOutputStream());
          return new byte[0];
        });
  }

  private interface Use {
    byte[] of(InputStream in) throws IOException;
  }

  private byte[] verified(BlobRef blob, Use use) throws DamagedBlobException {
    String key = keys.blob(blob);
    InputStream opened =
        store.open(key).orElseThrow(() -> new DamagedBlobException(key, "is missing"));
    try (DigestInputStream in = new DigestInputStream(opened, Digest.sha256())) {
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
