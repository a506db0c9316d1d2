package realign.store;

import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.store.HaltPoint.Moment;

/**
 * A store that halts its process at a named point: a fake for tests of restart that ships beside
 * {@link ObjectStore}. In one JVM the halt is an error, and the store is dead from then on for
 * every thread; a child JVM gives {@code () -> Runtime.getRuntime().halt(137)}.
 */
public final class HaltingStore extends ForwardingStore {
  private final HaltPoint point;
  private final Runnable halt;
  private final Map<Moment, Integer> counts = new EnumMap<>(Moment.class);
  private volatile boolean halted;

  /** Halts by an error at a point. */
  public HaltingStore(ObjectStore delegate, HaltPoint point) {
    this(delegate, point, () -> {});
  }

  /** Halts by an action at a point. */
  public HaltingStore(ObjectStore delegate, HaltPoint point, Runnable halt) {
    super(delegate);
    this.point = point;
    this.halt = halt;
  }

  /** Whether the point was reached. */
  public boolean halted() {
    return halted;
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    reach(isEntry(key) ? Moment.BEFORE_ENTRY : null);
    boolean created = super.putIfAbsent(key, payload);
    reach(isEntry(key) ? Moment.AFTER_ENTRY : null);
    return created;
  }

  @Override
  public void put(String key, Payload payload) {
    reach(isBlob(key) ? Moment.BEFORE_BLOB : null);
    super.put(key, payload);
    reach(isBlob(key) ? Moment.AFTER_BLOB : null);
  }

  @Override
  public void delete(String key) {
    reach(isBlob(key) ? Moment.BEFORE_DELETE : null);
    super.delete(key);
    reach(isBlob(key) ? Moment.AFTER_DELETE : null);
  }

  @Override
  public Optional<byte[]> get(String key) {
    reach(null);
    return super.get(key);
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    reach(null);
    return super.getRange(key, offset, length);
  }

  @Override
  public Optional<InputStream> open(String key) {
    reach(null);
    return super.open(key);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    reach(null);
    return super.list(prefix, after, limit);
  }

  private synchronized void reach(@Nullable Moment moment) {
    if (halted) {
      throw new HaltedException("before, at " + point);
    }
    if (moment == point.moment() && counts.merge(moment, 1, Integer::sum) == point.nth()) {
      halted = true;
      halt.run();
      throw new HaltedException("at " + point);
    }
  }

  private static boolean isEntry(String key) {
    return key.contains("/log/");
  }

  private static boolean isBlob(String key) {
    return key.contains("/blobs/") || key.contains("/restricted/");
  }
}
