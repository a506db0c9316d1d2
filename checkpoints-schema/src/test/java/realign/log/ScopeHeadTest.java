package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;

/** How a scope stands, at a cost that does not depend on its past. */
class ScopeHeadTest {
  private static final String SCOPE = "align-000";

  private final MemoryStore memory = new MemoryStore();

  private static final class Reads extends ForwardingStore {
    private int count;

    Reads(MemoryStore memory) {
      super(memory);
    }

    @Override
    public Optional<byte[]> get(String key) {
      count++;
      return super.get(key);
    }

    @Override
    public Optional<byte[]> getRange(String key, long offset, int length) {
      count++;
      return super.getRange(key, offset, length);
    }
  }

  private ScopeHead head() {
    return ScopeHead.read(memory, Logs.RUN, SCOPE);
  }

  private int reads() {
    Reads reads = new Reads(memory);
    ScopeHead.read(reads, Logs.RUN, SCOPE);
    return reads.count;
  }

  @Test
  void itTellsTheSameAsTheWholeLog() {
    assertThat(head().state()).isEqualTo(ScopeView.State.NONE);
    for (int attempt = 1; attempt <= 3; attempt++) {
      try (ScopeLog log = Logs.claim(memory, SCOPE)) {
        assertSame();
        log.restore();
        log.saveNow(Logs.draft(attempt));
        assertSame();
        log.release();
      }
      assertSame();
    }
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      log.restore();
      log.saveNow(Logs.end(4));
      log.done("k", Map.of("steps", "x"));
    }
    assertSame();
  }

  private void assertSame() {
    ScopeHead head = head();
    ScopeView view = ScopeView.read(memory, Logs.RUN, SCOPE);
    assertThat(head.state()).isEqualTo(view.state());
    assertThat(head.attempts()).isEqualTo(view.attempts().size());
    assertThat(head.newestCommit()).isEqualTo(view.newestCommit());
    assertThat(head.done()).isEqualTo(view.done());
  }

  @Test
  void itsCostDoesNotGrow() {
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      log.saveNow(Logs.draft(1));
      int few = reads();
      assertThat(few).isPositive();
      for (int p = 2; p <= 200; p++) {
        log.saveNow(Logs.draft(p));
      }
      assertThat(reads()).isEqualTo(few);
    }
  }

  @Test
  void nothingOfItIsReadTwice() {
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      log.saveNow(Logs.end(1));
      log.done("k", Map.of());
    }
    // hint, done, claim, commit, the entry that is missing
    assertThat(reads()).isEqualTo(5);
  }

  @Test
  void onlyAttemptsThatDiedWithoutACommitAreFruitless() {
    assertThat(fruitless(9)).isZero();
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      log.saveNow(Logs.draft(1));
    }
    assertThat(fruitless(9)).isZero();
    die();
    assertThat(fruitless(9)).isEqualTo(1);
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      log.release(); // ended in order, such as by a preemption
    }
    assertThat(fruitless(9)).isEqualTo(1);
    die();
    die();
    assertThat(fruitless(9)).isEqualTo(3);
    assertThat(fruitless(2)).isEqualTo(2);
    try (ScopeLog log = Logs.claim(memory, SCOPE)) {
      log.restore();
      log.saveNow(Logs.draft(2));
    }
    assertThat(fruitless(9)).isZero();
  }

  private void die() {
    Logs.claim(memory, SCOPE).close();
  }

  private long fruitless(long most) {
    return ScopeHead.fruitlessAttempts(memory, Logs.RUN, SCOPE, most);
  }
}
