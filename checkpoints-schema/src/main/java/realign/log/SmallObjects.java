package realign.log;

import java.util.Optional;
import realign.store.ObjectStore;

/**
 * Reads what must be small: entries, hints and signs of life. Whoever can write to a store can put
 * an object of any size there; no more of it is read than an honest one has. Not for blobs, whose
 * sizes entries tell.
 */
final class SmallObjects {
  /** What an entry may have, FORMAT.md, "Limits". */
  static final int LARGEST_ENTRY = 16 << 20;

  /** What a hint or a sign of life may have. */
  static final int LARGEST_HINT = 64 << 10;

  private SmallObjects() {}

  /**
   * An entry, or empty when there is none.
   *
   * @throws DamagedLogException when it is larger than any entry
   */
  static Optional<byte[]> entry(ObjectStore store, String key) {
    Optional<byte[]> bytes = store.getRange(key, 0, LARGEST_ENTRY + 1);
    if (bytes.isPresent() && bytes.get().length > LARGEST_ENTRY) {
      throw new DamagedLogException(
          key,
          "more than " + LARGEST_ENTRY + " bytes",
          "must be a log entry of at most that many",
          null);
    }
    return bytes;
  }

  /** A hint, or empty when there is none; what is larger than any hint is none. */
  static Optional<byte[]> hint(ObjectStore store, String key) {
    return store.getRange(key, 0, LARGEST_HINT + 1).filter(bytes -> bytes.length <= LARGEST_HINT);
  }
}
