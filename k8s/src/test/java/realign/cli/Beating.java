package realign.cli;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import realign.store.ObjectStore;
import realign.store.Payload;

/** A heartbeat that moves faster than that of settings for people. */
final class Beating implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  Beating(ObjectStore store, String key) {
    AtomicLong seq = new AtomicLong(1000);
    var unused =
        thread.scheduleAtFixedRate(
            () -> store.put(key, beat(seq.incrementAndGet())), 0, 20, TimeUnit.MILLISECONDS);
  }

  private static Payload beat(long seq) {
    return Payload.of(
        ("{\"seq\":%d,\"time\":\"2026-03-01T12:00:00Z\",\"stage\":\"align\",\"position\":3,"
                + "\"size\":4,\"loss\":null,\"committedPosition\":3}")
            .formatted(seq)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
