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
  private static final long FIRST = 1000;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong seq = new AtomicLong(FIRST);

  Beating(ObjectStore store, String key) {
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

  long beats() {
    return seq.get() - FIRST;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
