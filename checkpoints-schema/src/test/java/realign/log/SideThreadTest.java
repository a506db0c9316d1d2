package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import realign.store.FaultyStore;
import realign.store.FaultyStore.Call;
import realign.store.FaultyStore.Fault;
import realign.store.MemoryStore;
import realign.store.StoreException;

/** Saving beside the training thread: order, bounds, and errors that are not lost. */
class SideThreadTest {
  private static final String SCOPE = "align-000";

  private final FaultyStore store = new FaultyStore(new MemoryStore());

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void twoAreInFlightAndTheThirdIsSkipped() {
    CountDownLatch open = new CountDownLatch(1);
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      store.before(Call.PUT, "/blobs/", () -> await(open));
      assertThat(log.save(Logs.draft(1))).isTrue();
      assertThat(log.save(Logs.draft(2))).isTrue();
      assertThat(log.save(Logs.draft(3))).isFalse();
      assertThat(log.committedPosition()).isZero();
      open.countDown();
      log.flush();
      assertThat(log.committedPosition()).isEqualTo(2);
      assertThat(log.save(Logs.draft(3))).isTrue();
      log.flush();
      assertThat(Logs.restored(log).records("steps")).isEqualTo(Logs.steps(3));
    }
  }

  @Test
  void saveNowComesAfterAllThatWereHandedOver() {
    CountDownLatch open = new CountDownLatch(1);
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      store.before(Call.PUT, "/blobs/", () -> await(open));
      log.save(Logs.draft(1));
      log.save(Logs.draft(2));
      Thread opener = new Thread(open::countDown);
      opener.start();
      log.saveNow(Logs.draft(3));
      assertThat(log.committedPosition()).isEqualTo(3);
      assertThat(Logs.restored(log).records("steps")).isEqualTo(Logs.steps(3));
    }
  }

  @Test
  void anErrorSurfacesAtTheNextCallAndStopsAllThatFollows() {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      log.saveNow(Logs.draft(1));
      store.plan(1, Call.PUT, "/blobs/", Fault.DISK_FULL);
      log.save(Logs.draft(2));
      assertThatThrownBy(log::flush).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> log.save(Logs.draft(3))).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> log.saveNow(Logs.draft(3))).isInstanceOf(StoreException.class);
      assertThatThrownBy(log::release).isInstanceOf(StoreException.class);
    }
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      assertThat(Logs.restored(log).position()).isEqualTo(1);
    }
  }

  @Test
  void whatWasHandedOverIsDurableAfterClose() {
    ScopeLog log = Logs.claim(store, SCOPE);
    log.save(Logs.draft(1));
    log.save(Logs.draft(2));
    log.close();
    log.close();
    assertThatThrownBy(() -> log.save(Logs.draft(3))).isInstanceOf(IllegalStateException.class);
    try (ScopeLog next = Logs.claim(store, SCOPE)) {
      assertThat(Logs.restored(next).position()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptLosesNothing() {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      Thread.currentThread().interrupt();
      log.saveNow(Logs.draft(1));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(log.committedPosition()).isEqualTo(1);
    }
  }

  @Test
  void signsOfLifeGoOnWhileTheStoreRefusesThem() {
    Settings often =
        new Settings(
            Duration.ofSeconds(1),
            Duration.ofMillis(5),
            Logs.settings().retention(),
            false,
            Logs.settings().provenance());
    try (ScopeLog log = Logs.claim(store, SCOPE, Logs.elsewhere("a"), often, Time.system())) {
      store.plan(3, Call.PUT, "heartbeat-0", Fault.DISK_FULL);
      log.progress("align", 7, 20, Double.NaN);
      log.saveNow(Logs.draft(5));
      Awaitility.await().until(() -> store.planned() == 0 && beat().seq() > 8);
      assertThat(beat().stage()).isEqualTo("align");
      assertThat(beat().position()).isEqualTo(7);
      assertThat(beat().size()).isEqualTo(20);
      assertThat(beat().loss()).isNull();
      assertThat(beat().committedPosition()).isEqualTo(5);
    }
    long last = beat().seq();
    ScopeLog.claim(store, Logs.RUN, "align-001", Logs.gone("b"), often).close();
    assertThat(beat().seq()).isBetween(last, last + 1); // the one that was under way at close
  }

  private ScopeView.Heartbeat beat() {
    return java.util.Objects.requireNonNull(
        ScopeView.read(store, Logs.RUN, SCOPE).heartbeat(), "no heartbeat");
  }
}
