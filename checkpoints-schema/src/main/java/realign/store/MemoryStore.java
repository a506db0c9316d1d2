package realign.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** A store that lives as long as its process: the fake that ships beside {@link ObjectStore}. */
public final class MemoryStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    return objects.putIfAbsent(StoreKey.check(key), bytes(payload)) == null;
  }

  @Override
  public void put(String key, Payload payload) {
    objects.put(StoreKey.check(key), bytes(payload));
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(objects.get(StoreKey.check(key))).map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "range " + offset + "+" + length + " of " + key + ": must not be negative");
    }
    return get(key).map(bytes -> range(bytes, offset, length));
  }

  private static byte[] range(byte[] bytes, long offset, int length) {
    int begin = (int) Math.min(bytes.length, offset);
    int end = (int) Math.min(bytes.length, (long) begin + length);
    return Arrays.copyOfRange(bytes, begin, end);
  }

  @Override
  public Optional<InputStream> open(String key) {
    return get(key).map(ByteArrayInputStream::new);
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    StoreKey.checkPrefix(prefix);
    return objects.tailMap(after, false).keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .limit(limit)
        .toList();
  }

  @Override
  public void delete(String key) {
    objects.remove(StoreKey.check(key));
  }

  @Override
  public String address() {
    return "memory:";
  }

  @Override
  public void close() {}

  static byte[] bytes(Payload payload) {
    try (InputStream in = payload.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
