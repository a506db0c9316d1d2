package realign.store;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Passes every call on; the ground for stores that watch, halt or fail in tests. */
public abstract class ForwardingStore implements ObjectStore {
  private final ObjectStore delegate;

  protected ForwardingStore(ObjectStore delegate) {
    this.delegate = delegate;
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    return delegate.putIfAbsent(key, payload);
  }

  @Override
  public void put(String key, Payload payload) {
    delegate.put(key, payload);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return delegate.get(key);
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    return delegate.getRange(key, offset, length);
  }

  @Override
  public Optional<InputStream> open(String key) {
    return delegate.open(key);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return delegate.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    delegate.delete(key);
  }

  @Override
  public String address() {
    return delegate.address();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
