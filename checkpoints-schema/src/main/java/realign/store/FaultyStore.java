package realign.store;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.store.StoreException.Kind;

/**
 * A store that fails as it is told: a fake for tests that ships beside {@link ObjectStore}. Faults
 * are used up in the order in which they were planned, each by the first call that it fits.
 */
public final class FaultyStore extends ForwardingStore {

  /** What goes wrong. */
  public enum Fault {
    /** The change is made, the answer is lost. */
    LOST_ANSWER,
    /** The change is not made, and nobody can tell. */
    LOST_REQUEST,
    /** The store says that it is too busy. */
    UNAVAILABLE,
    /** There is no space left. */
    DISK_FULL,
    /** Half of the bytes are stored, or read. */
    TRUNCATED,
    /** One bit of the bytes that are stored, or read, is flipped. */
    BIT_FLIPPED
  }

  /** Calls that a fault may fit. */
  public enum Call {
    PUT_IF_ABSENT,
    PUT,
    READ,
    DELETE
  }

  private record Plan(Call call, String keyPart, @Nullable Fault fault, Runnable before) {}

  private final Deque<Plan> plans = new ArrayDeque<>();

  public FaultyStore(ObjectStore delegate) {
    super(delegate);
  }

  /** The next {@code times} calls of a kind whose key holds {@code keyPart} go wrong. */
  public synchronized void plan(int times, Call call, String keyPart, Fault fault) {
    for (int i = 0; i < times; i++) {
      plans.add(new Plan(call, keyPart, fault, () -> {}));
    }
  }

  /** The next fitting call first waits for an action, as a paused process does. */
  public synchronized void before(Call call, String keyPart, Runnable action) {
    plans.add(new Plan(call, keyPart, null, action));
  }

  /** Forgets all faults that were not used up. */
  public synchronized void heal() {
    plans.clear();
  }

  /** Faults that were not used up. */
  public synchronized int planned() {
    return plans.size();
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    @Nullable Fault fault = next(Call.PUT_IF_ABSENT, key);
    failBefore(fault, key);
    boolean created = super.putIfAbsent(key, damaged(fault, payload));
    failAfter(fault, key);
    return created;
  }

  @Override
  public void put(String key, Payload payload) {
    @Nullable Fault fault = next(Call.PUT, key);
    failBefore(fault, key);
    super.put(key, damaged(fault, payload));
    failAfter(fault, key);
  }

  @Override
  public void delete(String key) {
    @Nullable Fault fault = next(Call.DELETE, key);
    failBefore(fault, key);
    super.delete(key);
    failAfter(fault, key);
  }

  @Override
  public Optional<byte[]> get(String key) {
    @Nullable Fault fault = next(Call.READ, key);
    failBefore(fault, key);
    return super.get(key).map(bytes -> damaged(fault, bytes));
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    @Nullable Fault fault = next(Call.READ, key);
    failBefore(fault, key);
    return super.getRange(key, offset, length).map(bytes -> damaged(fault, bytes));
  }

  @Override
  public Optional<InputStream> open(String key) {
    return get(key).map(ByteArrayInputStream::new);
  }

  private @Nullable Fault next(Call call, String key) {
    @Nullable Plan plan = take(call, key);
    if (plan == null) {
      return null;
    }
    plan.before().run();
    return plan.fault();
  }

  private synchronized @Nullable Plan take(Call call, String key) {
    for (Plan plan : plans) {
      if (plan.call() == call && key.contains(plan.keyPart())) {
        plans.remove(plan);
        return plan;
      }
    }
    return null;
  }

  private static void failBefore(@Nullable Fault fault, String key) {
    if (fault == Fault.LOST_REQUEST) {
      throw new StoreException(key + ": no answer", null, Kind.UNKNOWN);
    } else if (fault == Fault.UNAVAILABLE) {
      throw new StoreException(key + ": 503 slow down", null, Kind.BUSY);
    } else if (fault == Fault.DISK_FULL) {
      throw new StoreException(key + ": no space left; free some", null, Kind.REFUSED);
    }
  }

  private static void failAfter(@Nullable Fault fault, String key) {
    if (fault == Fault.LOST_ANSWER) {
      throw new StoreException(key + ": no answer", null, Kind.UNKNOWN);
    }
  }

  private static Payload damaged(@Nullable Fault fault, Payload payload) {
    return fault == Fault.TRUNCATED || fault == Fault.BIT_FLIPPED
        ? Payload.of(damaged(fault, MemoryStore.bytes(payload)))
        : payload;
  }

  private static byte[] damaged(@Nullable Fault fault, byte[] bytes) {
    if (fault == Fault.TRUNCATED) {
      return java.util.Arrays.copyOf(bytes, bytes.length / 2);
    }
    if (fault == Fault.BIT_FLIPPED) {
      byte[] flipped = bytes.clone();
      flipped[flipped.length / 2] ^= 1;
      return flipped;
    }
    return bytes;
  }
}
