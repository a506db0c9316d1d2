package realign.batch;

import java.util.EnumMap;
import java.util.Map;
import realign.store.ForwardingStore;
import realign.store.HaltPoint;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Counts how often a run passes each moment at which a halting store could halt it. */
final class CountingStore extends ForwardingStore {
  private final Map<HaltPoint.Moment, Integer> counts = new EnumMap<>(HaltPoint.Moment.class);

  CountingStore(ObjectStore delegate) {
    super(delegate);
  }

  synchronized int count(HaltPoint.Moment moment) {
    return counts.getOrDefault(moment, 0);
  }

  private synchronized void pass(HaltPoint.Moment... moments) {
    for (HaltPoint.Moment moment : moments) {
      counts.merge(moment, 1, Integer::sum);
    }
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    if (key.contains("/log/")) {
      pass(HaltPoint.Moment.BEFORE_ENTRY, HaltPoint.Moment.AFTER_ENTRY);
    }
    return super.putIfAbsent(key, payload);
  }

  @Override
  public void put(String key, Payload payload) {
    if (isBlob(key)) {
      pass(HaltPoint.Moment.BEFORE_BLOB, HaltPoint.Moment.AFTER_BLOB);
    }
    super.put(key, payload);
  }

  @Override
  public void delete(String key) {
    if (isBlob(key)) {
      pass(HaltPoint.Moment.BEFORE_DELETE, HaltPoint.Moment.AFTER_DELETE);
    }
    super.delete(key);
  }

  private static boolean isBlob(String key) {
    return key.contains("/blobs/") || key.contains("/restricted/");
  }
}
