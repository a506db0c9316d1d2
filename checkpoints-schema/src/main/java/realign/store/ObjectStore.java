package realign.store;

import java.util.List;
import java.util.Optional;

/**
 * The few operations that checkpoints need of a store, and nothing more: no rename, no lock, no
 * listing that safety depends on. {@link #putIfAbsent} is the one primitive of the commit protocol.
 *
 * <p>Keys are relative paths of {@code [A-Za-z0-9._-]} parts joined by {@code /}; anything else
 * ({@code ..}, an empty part, a leading slash) is refused before it reaches the store.
 */
public interface ObjectStore extends AutoCloseable {

  /**
   * Creates an object, atomically and durably.
   *
   * @return whether it was created; false when the key exists already
   * @throws StoreException when the store failed; {@link StoreException#outcomeUnknown} tells
   *     whether the object may exist all the same
   */
  boolean putIfAbsent(String key, Payload payload);

  /** Creates or replaces an object, atomically. */
  void put(String key, Payload payload);

  /** The object, or empty when there is none. */
  Optional<byte[]> get(String key);

  /** A part of an object; shorter when the object ends before, empty when there is none. */
  Optional<byte[]> getRange(String key, long offset, int length);

  /** Opens a large object for reading, or empty when there is none. */
  Optional<java.io.InputStream> open(String key);

  /**
   * Up to {@code limit} keys that begin with {@code prefix} and sort after {@code after},
   * ascending.
   */
  List<String> list(String prefix, String after, int limit);

  /** Removes an object; nothing happens when there is none. */
  void delete(String key);

  /** Address of the store as a person gives it, without secrets. */
  String address();

  @Override
  void close();
}
