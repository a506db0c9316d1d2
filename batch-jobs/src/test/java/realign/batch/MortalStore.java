package realign.batch;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import realign.store.ForwardingStore;
import realign.store.ObjectStore;
import realign.store.Payload;

/** A store that dies with its process: after {@link #die} nobody gets anything into it or out. */
final class MortalStore extends ForwardingStore {
  private volatile boolean dead;

  MortalStore(ObjectStore delegate) {
    super(delegate);
  }

  /** An error, so that nothing which handles failures handles it. */
  static final class Dead extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** The process would be dead now. */
  Dead die() {
    dead = true;
    throw new Dead();
  }

  private void live() {
    if (dead) {
      throw new Dead();
    }
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    live();
    return super.putIfAbsent(key, payload);
  }

  @Override
  public void put(String key, Payload payload) {
    live();
    super.put(key, payload);
  }

  @Override
  public Optional<byte[]> get(String key) {
    live();
    return super.get(key);
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    live();
    return super.getRange(key, offset, length);
  }

  @Override
  public Optional<InputStream> open(String key) {
    live();
    return super.open(key);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    live();
    return super.list(prefix, after, limit);
  }

  @Override
  public void delete(String key) {
    live();
    super.delete(key);
  }
}
