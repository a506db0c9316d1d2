package realign.log;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * A store that is tried again while it is busy. Not for {@link #putIfAbsent}: what a second attempt
 * at that means only the {@link Appender} knows.
 */
final class PatientStore implements ObjectStore {
  private final ObjectStore store;
  private final Patience patience;

  PatientStore(ObjectStore store, Patience patience) {
    this.store = store;
    this.patience = patience;
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    throw new UnsupportedOperationException("only the appender puts entries");
  }

  @Override
  public void put(String key, Payload payload) {
    patience.insist(
        () -> {
          store.put(key, payload);
          return true;
        });
  }

  @Override
  public Optional<byte[]> get(String key) {
    return patience.insist(() -> store.get(key));
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    return patience.insist(() -> store.getRange(key, offset, length));
  }

  @Override
  public Optional<InputStream> open(String key) {
    return patience.insist(() -> store.open(key));
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return patience.insist(() -> store.list(prefix, after, limit));
  }

  @Override
  public void delete(String key) {
    patience.insist(
        () -> {
          store.delete(key);
          return true;
        });
  }

  @Override
  public String address() {
    return store.address();
  }

  @Override
  public void close() {}
}
