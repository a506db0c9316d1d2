package realign.log;

import java.util.ArrayList;
import java.util.List;
import realign.spec.Digest;
import realign.store.ForwardingStore;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Writes down every change of entries and blobs, in order. */
final class RecordingStore extends ForwardingStore {
  /** A change: what, of which key, with which bytes. */
  record Change(String what, String key, String digest) {}

  private final List<Change> changes = new ArrayList<>();

  RecordingStore(ObjectStore delegate) {
    super(delegate);
  }

  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Number of the first change of a kind whose key holds a text; -1 when there is none. */
  int first(String what, String keyPart) {
    List<Change> all = changes();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).what().equals(what) && all.get(i).key().contains(keyPart)) {
        return i;
      }
    }
    return -1;
  }

  private synchronized void record(String what, String key, String digest) {
    changes.add(new Change(what, key, digest));
  }

  private static String digest(Payload payload) {
    try (var in = payload.open()) {
      return Digest.of(in, payload.size());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    record("append", key, digest(payload));
    return super.putIfAbsent(key, payload);
  }

  @Override
  public void put(String key, Payload payload) {
    record("put", key, digest(payload));
    super.put(key, payload);
  }

  @Override
  public void delete(String key) {
    record("delete", key, "");
    super.delete(key);
  }
}
