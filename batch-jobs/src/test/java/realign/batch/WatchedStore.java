package realign.batch;

import java.util.Locale;
import realign.store.ForwardingStore;
import realign.store.HaltPoint;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Tells each moment of the commit protocol, with the key that it is about. */
final class WatchedStore extends ForwardingStore {

  /** Hears what happens, in the thread in which it happens. */
  interface Watcher {

    /** A moment of the protocol comes. */
    void at(HaltPoint.Moment moment, String key);

    /** An entry is in the log, and its writer knows it. */
    default void acknowledged(String key, Payload entry) {}
  }

  private final Watcher watcher;

  WatchedStore(ObjectStore delegate, Watcher watcher) {
    super(delegate);
    this.watcher = watcher;
  }

  /** The moment as the matrix writes it: {@code before-entry}. */
  static String word(Enum<?> moment) {
    return moment.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    if (!key.contains("/log/")) {
      return super.putIfAbsent(key, payload);
    }
    watcher.at(HaltPoint.Moment.BEFORE_ENTRY, key);
    boolean created = super.putIfAbsent(key, payload);
    if (created) {
      watcher.acknowledged(key, payload);
    }
    watcher.at(HaltPoint.Moment.AFTER_ENTRY, key);
    return created;
  }

  @Override
  public void put(String key, Payload payload) {
    if (!isBlob(key)) {
      super.put(key, payload);
      return;
    }
    watcher.at(HaltPoint.Moment.BEFORE_BLOB, key);
    super.put(key, payload);
    watcher.at(HaltPoint.Moment.AFTER_BLOB, key);
  }

  @Override
  public void delete(String key) {
    if (!isBlob(key)) {
      super.delete(key);
      return;
    }
    watcher.at(HaltPoint.Moment.BEFORE_DELETE, key);
    super.delete(key);
    watcher.at(HaltPoint.Moment.AFTER_DELETE, key);
  }

  private static boolean isBlob(String key) {
    return key.contains("/blobs/") || key.contains("/restricted/");
  }
}
