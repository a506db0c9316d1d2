package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import realign.store.FileStore;
import realign.store.HaltPoint;
import realign.store.HaltPoint.Moment;
import realign.store.HaltedException;
import realign.store.HaltingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;

/** Halted at every named point and started again, a scope ends as if nothing had happened. */
class HaltMatrixTest {
  private static final String SCOPE = "cell-000";

  private static final String UNDISTURBED = undisturbed();

  private static String undisturbed() {
    ObjectStore store = new MemoryStore();
    run(store);
    return ScriptedStage.result(store, SCOPE);
  }

  private static void run(ObjectStore store) {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      ScriptedStage.work(log);
    }
  }

  /** Whether the point was reached. */
  private static boolean halts(ObjectStore store, HaltPoint point) {
    HaltingStore halting = new HaltingStore(store, point);
    try {
      run(halting);
      return false;
    } catch (HaltedException e) {
      return true;
    }
  }

  private static void assertUndisturbed(ObjectStore store, String what) {
    assertThat(ScriptedStage.result(store, SCOPE)).as(what).isEqualTo(UNDISTURBED);
    ScopeKeys keys = new ScopeKeys(Logs.RUN, SCOPE);
    LogState state = new LogReader(store, keys).head();
    LogEntry.Done done = java.util.Objects.requireNonNull(state.done());
    List<String> named = done.contents().blobs().stream().map(keys::blob).toList();
    String last = "/" + done.claim() + "/";
    assertThat(Logs.blobs(store, SCOPE))
        .as(what + ": nothing but what done names was left by the last attempt")
        .filteredOn(key -> key.contains(last) && !named.contains(key))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyPointOnce(Moment moment) {
    int nth = 1;
    for (ObjectStore store = new MemoryStore();
        halts(store, new HaltPoint(moment, nth));
        store = new MemoryStore()) {
      run(store);
      assertUndisturbed(store, moment + ":" + nth);
      nth++;
    }
    assertThat(nth).as("points reached").isGreaterThan(6);
  }

  @ParameterizedTest
  @EnumSource
  void twoHaltsInARow(Moment moment) {
    for (int first = 1; first <= 11; first += 5) {
      for (Moment again : Moment.values()) {
        for (int second = 1; second <= 4; second += 3) {
          ObjectStore store = new MemoryStore();
          if (halts(store, new HaltPoint(moment, first))) {
            halts(store, new HaltPoint(again, second));
            run(store);
          }
          assertUndisturbed(store, moment + ":" + first + " then " + again + ":" + second);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void onADisk(Moment moment, @TempDir Path folder) {
    for (int nth = 1; nth <= 10; nth += 4) {
      Path root = folder.resolve("s" + nth);
      assertThat(halts(new FileStore(root), new HaltPoint(moment, nth))).isTrue();
      run(new FileStore(root));
      assertUndisturbed(new FileStore(root), moment + ":" + nth);
    }
  }

  @Test
  void aHaltedStoreIsDeadForEveryThread() {
    HaltingStore store = new HaltingStore(new MemoryStore(), new HaltPoint(Moment.BEFORE_ENTRY, 2));
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      assertThatThrownBy(() -> log.saveNow(Logs.draft(1))).isInstanceOf(HaltedException.class);
      assertThat(store.halted()).isTrue();
      assertThatThrownBy(() -> store.get("a")).isInstanceOf(HaltedException.class);
      assertThatThrownBy(() -> store.list("", "", 1)).isInstanceOf(HaltedException.class);
    }
  }
}
