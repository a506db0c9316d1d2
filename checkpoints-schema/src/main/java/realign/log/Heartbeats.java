package realign.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.log.ScopeView.Heartbeat;
import realign.spec.InstantJson;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * The holder's signs of life, for status and liveness; never for safety. A failure to give one is
 * not worth a run.
 */
final class Heartbeats implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(InstantJson.module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final ObjectStore store;
  private final String key;
  private final Time time;
  private final LongSupplier committed;
  private final ScheduledExecutorService thread;
  private long seq;
  private volatile Progress progress = new Progress("", 0, 0, null);

  private record Progress(
      String stage, long position, long size, @org.jspecify.annotations.Nullable Double loss) {}

  Heartbeats(ObjectStore store, String key, Time time, LongSupplier committed) {
    this.store = store;
    this.key = key;
    this.time = time;
    this.committed = committed;
    this.thread = Executors.newSingleThreadScheduledExecutor(Heartbeats::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "heartbeat");
    thread.setDaemon(true);
    return thread;
  }

  /** Gives the first sign now and one at every interval. */
  void start(Duration interval) {
    beat();
    var unused =
        thread.scheduleWithFixedDelay(
            this::beat, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What the next signs tell. */
  void progress(String stage, long position, long size, double loss) {
    progress = new Progress(stage, position, size, Double.isFinite(loss) ? loss : null);
  }

  private synchronized void beat() {
    Progress now = progress;
    Heartbeat beat =
        new Heartbeat(
            seq++,
            time.now(),
            now.stage(),
            now.position(),
            now.size(),
            now.loss(),
            committed.getAsLong());
    try {
      store.put(key, Payload.of(JSON.writeValueAsBytes(beat)));
    } catch (RuntimeException | JsonProcessingException e) {
      LOG.warn("no heartbeat {} at {}", beat.seq(), key, e);
    }
  }

  /** The sign of life that lies under a key; empty when there is none that can be read. */
  static Optional<Heartbeat> read(ObjectStore store, String key) {
    return SmallObjects.hint(store, key).flatMap(Heartbeats::parse);
  }

  private static Optional<Heartbeat> parse(byte[] bytes) {
    try {
      return Optional.of(JSON.readValue(bytes, Heartbeat.class));
    } catch (IOException e) {
      return Optional.empty(); // for people only: status shows that there is none
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
