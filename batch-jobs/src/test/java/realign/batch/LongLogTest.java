package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.log.Draft;
import realign.log.Holder;
import realign.log.ScopeLog;
import realign.log.Settings;
import realign.spec.Target;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;

/** The way from the start to the next new step asks the store as often, however long the log is. */
class LongLogTest {
  /** Where parts of records happen to be joined, a few more are written or read. */
  private static final long A_FEW = 12;

  @TempDir Path work;

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000})
  void manyCommitsUnderAFewClaims(int entries) {
    long calls = calls(entries, entries);
    assertThat(calls).isBetween(1L, calls(10, 10) + A_FEW);
  }

  @Test
  void manyClaims() {
    long few = calls(3 * 40, 3);
    assertThat(calls(3 * 300, 3)).isBetween(1L, few + A_FEW);
  }

  /** Store calls from the start until the first stage that goes on has done a step. */
  private long calls(int entries, int perClaim) {
    MemoryStore store = new MemoryStore();
    begin(store, entries, perClaim);
    Counting counting = new Counting(store);
    StopSignal stop = new StopSignal();
    long[] atStep = new long[1];
    HaltPoints first =
        (moment, scope, stage, position) -> {
          if (moment == HaltPoints.Moment.AFTER_STEP && atStep[0] == 0) {
            atStep[0] = counting.calls.get();
            stop.raise(StopSignal.Reason.TERMINATED);
          }
        };
    new ToyRun(work, ToySpec.oneOfEach()).run(counting, stop, first);
    return atStep[0];
  }

  /** A load stage that was committed at every look, and released after so many. */
  private static void begin(ObjectStore store, int entries, int perClaim) {
    Target target = ToyRun.target();
    Settings settings =
        new Settings(
            target.timeToLive(),
            target.heartbeat(),
            target.checkpoint(),
            false,
            ToyRun.provenance());
    for (int written = 0; written < entries; ) {
      try (ScopeLog log = ScopeLog.claim(store, ToyRun.RUN, "load", Holder.self(), settings)) {
        log.restore();
        written++;
        for (int i = 0; i < Math.max(1, perClaim - 2); i++, written++) {
          log.saveNow(draft());
        }
        log.release();
        written++;
      }
    }
  }

  private static Draft draft() {
    Payload state = Payload.of("state".getBytes(StandardCharsets.UTF_8));
    return new Draft("load", 1, false, Map.of("state", state), Map.of(), Set.of(), List.of());
  }

  /** Counts what a store is asked; signs of life come by the clock and are not counted. */
  private static final class Counting extends ForwardingStore {
    private final AtomicLong calls = new AtomicLong();

    Counting(ObjectStore delegate) {
      super(delegate);
    }

    private void count(String key) {
      if (!key.contains("heartbeat")) {
        calls.incrementAndGet();
      }
    }

    @Override
    public boolean putIfAbsent(String key, Payload payload) {
      count(key);
      return super.putIfAbsent(key, payload);
    }

    @Override
    public void put(String key, Payload payload) {
      count(key);
      super.put(key, payload);
    }

    @Override
    public Optional<byte[]> get(String key) {
      count(key);
      return super.get(key);
    }

    @Override
    public Optional<byte[]> getRange(String key, long offset, int length) {
      count(key);
      return super.getRange(key, offset, length);
    }

    @Override
    public Optional<java.io.InputStream> open(String key) {
      count(key);
      return super.open(key);
    }

    @Override
    public List<String> list(String prefix, String after, int limit) {
      count(prefix);
      return super.list(prefix, after, limit);
    }

    @Override
    public void delete(String key) {
      count(key);
      super.delete(key);
    }
  }
}
