package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.spec.Digest;
import realign.spec.ProblemException;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;
import realign.testing.Cases;
import realign.testing.Draw;
import realign.testing.Hostile;

/**
 * Whatever lies in a store: whoever looks at a scope or claims it comes to an end, touches nothing
 * outside of it, reads no more than it may, and fails only with a message.
 */
class HostileStoreTest {
  private static final String SCOPE = "align-000";
  private static final String BASE = "runs/" + Logs.RUN + "/" + SCOPE + "/";
  private static final String KEY = "ab".repeat(32);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A store that writes down which keys were asked for. */
  private static final class WatchedStore extends ForwardingStore {
    private final Set<String> keys = new ConcurrentSkipListSet<>();

    WatchedStore(ObjectStore store) {
      super(store);
    }

    @Override
    public boolean putIfAbsent(String key, Payload payload) {
      keys.add(key);
      return super.putIfAbsent(key, payload);
    }

    @Override
    public void put(String key, Payload payload) {
      keys.add(key);
      super.put(key, payload);
    }

    @Override
    public Optional<byte[]> get(String key) {
      throw new AssertionError(key + ": is read without a bound");
    }

    @Override
    public Optional<byte[]> getRange(String key, long offset, int length) {
      keys.add(key);
      return super.getRange(key, offset, length);
    }

    @Override
    public Optional<InputStream> open(String key) {
      keys.add(key);
      return super.open(key);
    }

    @Override
    public void delete(String key) {
      keys.add(key);
      super.delete(key);
    }
  }

  private static void fill(ObjectStore store, boolean done) {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.artefact(2, "adapter", "a2", false));
    }
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.restore();
      log.saveNow(Logs.end(3));
      if (done) {
        log.done(KEY, Map.of("records", KEY));
      }
    }
  }

  @Cases(120)
  void whoeverLooksComesToAnEnd(Draw draw) {
    MemoryStore memory = new MemoryStore();
    fill(memory, draw.below(3) == 0);
    WatchedStore store = new WatchedStore(memory);
    List<String> small =
        memory.list("", "", 1000).stream().filter(key -> key.endsWith(".json")).toList();
    Hostile hostile = new Hostile(draw);
    for (int times = draw.below(2); times >= 0; times--) {
      String key = small.get(draw.below(small.size()));
      String other = small.get(draw.below(small.size()));
      memory.put(key, Payload.of(hostile.change(bytes(memory, key), bytes(memory, other))));
    }
    assertTimeoutPreemptively(LONG, () -> lookAndClaim(store));
    assertThat(store.keys)
        .allMatch(key -> key.startsWith(BASE) || key.matches("keys/[0-9a-f]{64}.json|probe/.*"));
  }

  private static byte[] bytes(ObjectStore store, String key) {
    return store.get(key).orElseThrow();
  }

  private static void lookAndClaim(ObjectStore store) {
    withMessage(() -> ScopeView.read(store, Logs.RUN, SCOPE));
    withMessage(() -> ScopeView.result(store, Logs.RUN, SCOPE));
    withMessage(() -> ScopeHead.read(store, Logs.RUN, SCOPE));
    withMessage(() -> ScopeHead.fruitlessAttempts(store, Logs.RUN, SCOPE, 100));
    withMessage(() -> StoredCommit.finished(store, KEY));
    withMessage(() -> StoredCommit.restorable(store, Logs.RUN, SCOPE));
    withMessage(() -> maintenance(store).waste(1));
    withMessage(() -> claimAndSave(store));
    withMessage(() -> maintenance(store).purge(true, "test"));
  }

  private static ScopeMaintenance maintenance(ObjectStore store) {
    FakeTime time = new FakeTime();
    time.advance(Duration.ofDays(1000));
    return ScopeMaintenance.of(
        new ScopeStore(store, new ScopeKeys(Logs.RUN, SCOPE), time),
        Logs.elsewhere("m"),
        Logs.settings());
  }

  private static Object claimAndSave(ObjectStore store) {
    FakeTime time = new FakeTime();
    time.advance(Duration.ofDays(1000));
    try (ScopeLog log = Logs.claim(store, SCOPE, Logs.gone("b"), Logs.settings(), time)) {
      Restored restored = log.restore();
      if (!log.isDone()) {
        log.saveNow(Logs.draft(restored == null ? 1 : restored.position() + 1));
      }
      return log;
    }
  }

  /** A store in which some objects have no end. */
  private static final class EndlessStore extends ForwardingStore {
    private final String part;
    private final Set<Integer> lengths = new TreeSet<>();

    EndlessStore(ObjectStore store, String part) {
      super(store);
      this.part = part;
    }

    @Override
    public Optional<byte[]> get(String key) {
      throw new AssertionError(key + ": is read without a bound");
    }

    @Override
    public Optional<byte[]> getRange(String key, long offset, int length) {
      if (!key.contains(part)) {
        return super.getRange(key, offset, length);
      }
      lengths.add(length);
      return Optional.of(new byte[length]);
    }

    @Override
    public Optional<InputStream> open(String key) {
      return key.contains(part) ? Optional.of(new Endless()) : super.open(key);
    }
  }

  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return length;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "log/0000000000, 16777217",
    "log/0000000003, 16777217",
    "log/0000000004, 16777217",
    "head.json, 65537",
    "heartbeat, 65537",
    "keys/, 65537"
  })
  void ofWhatHasNoEndOnlyItsBeginningIsRead(String part, int most) {
    MemoryStore memory = new MemoryStore();
    fill(memory, part.startsWith("keys"));
    EndlessStore store = new EndlessStore(memory, part);
    assertTimeoutPreemptively(LONG, () -> lookAndClaim(store));
    assertThat(store.lengths).containsExactly(most);
  }

  @Test
  void anEndlessEntryIsSaidToBeTooLarge() {
    MemoryStore memory = new MemoryStore();
    fill(memory, false);
    assertThatThrownBy(
            () -> ScopeView.read(new EndlessStore(memory, "log/0000000003"), Logs.RUN, SCOPE))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("log/0000000003.json")
        .hasMessageContaining("more than 16777216 bytes");
  }

  @Test
  void anEndlessBlobIsDamagedAndPassedOver() {
    MemoryStore memory = new MemoryStore();
    fill(memory, false);
    String blobs = BASE + "blobs/3/"; // those of the second claim
    try (ScopeLog log = Logs.claim(new EndlessStore(memory, blobs), SCOPE)) {
      Restored restored = assertTimeoutPreemptively(LONG, () -> Logs.restored(log));
      assertThat(restored.position()).isEqualTo(2);
      assertThat(log.notices()).anyMatch(notice -> notice.contains("is damaged"));
    }
  }

  @Test
  void aBlobThatIsSaidToBeHugeIsDamagedAndPassedOver() {
    MemoryStore memory = new MemoryStore();
    fill(memory, false);
    String key = BASE + "log/0000000004.json";
    String entry = new String(bytes(memory, key), StandardCharsets.UTF_8);
    memory.put(key, Logs.bytes(entry.replace("\"size\":2,", "\"size\":1099511627776,")));
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      assertThat(Logs.restored(log).position()).isEqualTo(2);
      assertThat(log.notices()).anyMatch(notice -> notice.contains("1099511627776 bytes"));
    }
  }

  @Test
  void muchMaintenanceIsReadWithoutADeepStack() {
    MemoryStore memory = new MemoryStore();
    fill(memory, true);
    ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);
    LogReader reader = new LogReader(memory, keys);
    LogState state = reader.head();
    EntryCodec codec = new EntryCodec();
    for (int i = 0; i < 20_000; i++) {
      LogEntry.Maintenance entry =
          new LogEntry.Maintenance(
              LogTail.next(state, new FakeTime()),
              null,
              LogEntry.Maintenance.Action.PURGE,
              List.of(),
              List.of(),
              "again");
      byte[] bytes = codec.write(entry);
      memory.put(keys.entry(entry.n()), Payload.of(bytes));
      state = state.after(keys.entry(entry.n()), new LogState.Stored(entry, Digest.of(bytes)));
    }
    memory.put(keys.head(), Logs.bytes("{\"n\":" + state.head() + "}"));
    assertThat(reader.head()).isEqualTo(state);
  }

  private interface Look {
    @Nullable Object at();
  }

  private static void withMessage(Look look) {
    try {
      look.at();
    } catch (ProblemException e) {
      assertThat(e.getMessage()).contains("RLN-");
    } catch (StoreException | IllegalArgumentException | IllegalStateException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
