package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.store.MemoryStore;

/** The way to the head, whatever the hint says. */
class LogReaderTest {
  private static final String SCOPE = "align-000";

  private final MemoryStore store = new MemoryStore();
  private final ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);
  private final LogReader reader = new LogReader(store, keys);

  @BeforeEach
  void write() {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.draft(2));
      log.release();
    }
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.restore();
      log.saveNow(Logs.draft(3));
    }
  }

  private LogState expected() {
    store.delete(keys.head());
    return reader.head();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":0}",
        "{\"n\":1}",
        "{\"n\":2}",
        "{\"n\":3}",
        "{\"n\":4}",
        "{\"n\":5}",
        "{\"n\":6}",
        "{\"n\":99999}",
        "{\"n\":-1}",
        "{\"n\":\"5\"}",
        "{\"n\":1e300}",
        "{}",
        "[]",
        "",
        "{\"n\":",
        "\u0000"
      })
  void theHintIsNeverTrusted(String hint) {
    LogState expected = expected();
    assertThat(expected.head()).isEqualTo(5);
    store.put(keys.head(), Logs.bytes(hint));
    assertThat(reader.head()).isEqualTo(expected);
  }

  @Test
  void theHintIsTheNewestEntry() {
    assertThat(store.get(keys.head()).orElseThrow()).asString().isEqualTo("{\"n\":5}");
  }

  @Test
  void theStateIsTheFoldOfAllEntries() {
    LogState folded = LogState.EMPTY;
    for (int n = 0; n <= 5; n++) {
      folded = folded.after(keys.entry(n), reader.entry(n).orElseThrow());
      store.put(keys.head(), Logs.bytes("{\"n\":" + n + "}"));
    }
    assertThat(reader.head()).isEqualTo(folded);
  }

  @Test
  void anEmptyLogIsEmpty() {
    assertThat(new LogReader(new MemoryStore(), keys).head()).isEqualTo(LogState.EMPTY);
  }

  @Test
  void anEntryOfAnotherPlaceStopsTheReader() {
    store.put(keys.entry(6), Logs.bytes("rubbish"));
    assertThatThrownBy(reader::head).isInstanceOf(DamagedLogException.class);
    store.put(keys.entry(6), realign.store.Payload.of(store.get(keys.entry(5)).orElseThrow()));
    assertThatThrownBy(reader::head)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("an entry of number 5");
  }

  @Test
  void anEntryThatWasChangedStopsWhoeverReadsTheNext() {
    String first =
        new String(store.get(keys.entry(1)).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
    store.put(keys.entry(1), Logs.bytes(first.replace("\"position\":1", "\"position\":7")));
    assertThatThrownBy(reader::all)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("the child of another entry 1");
  }

  @Test
  void onlyTheNewestClaimMayCommit() {
    LogState state = expected();
    LogEntry.Stamp next = LogTail.next(state, new FakeTime());
    LogState.Stored late = new LogState.Stored(new LogEntry.Release(next, 0, null), "0".repeat(64));
    assertThatThrownBy(() -> state.after("key", late))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("an entry of claim 0");
  }

  @Test
  void afterDoneThereIsOnlyMaintenance() {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.restore();
      log.done("k", Map.of());
    }
    LogState done = reader.head();
    LogEntry.Stamp next = LogTail.next(done, new FakeTime());
    LogState.Stored claim =
        new LogState.Stored(new LogEntry.Claim(next, 0L, 2, null, Logs.gone("b")), "0".repeat(64));
    assertThatThrownBy(() -> done.after("key", claim))
        .hasMessageContaining("an entry after the end");
    LogState.Stored abandon =
        new LogState.Stored(
            new LogEntry.Maintenance(
                next,
                null,
                LogEntry.Maintenance.Action.ABANDON,
                java.util.List.of(),
                java.util.List.of(),
                "wrong data"),
            "0".repeat(64));
    store.put(
        keys.entry(next.n()), realign.store.Payload.of(new EntryCodec().write(abandon.entry())));
    assertThat(reader.head().abandoned()).isTrue();
    assertThat(reader.head().done()).isNotNull();
    assertThat(ScopeView.read(store, Logs.RUN, SCOPE).state()).isEqualTo(ScopeView.State.ABANDONED);
    assertThat(ScopeView.result(store, Logs.RUN, SCOPE)).isNull();
    assertThatThrownBy(() -> Logs.claim(store, SCOPE))
        .isInstanceOf(ScopeAbandonedException.class)
        .hasMessageContaining("--fresh");
  }
}
