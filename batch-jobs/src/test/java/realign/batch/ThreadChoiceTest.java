package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.Provenance;
import realign.spec.Scope;
import realign.store.MemoryStore;

/** A run goes on with the threads that it was begun with. */
class ThreadChoiceTest {
  @TempDir Path work;

  @Test
  void whatIsAskedForWinsAndThenWhatIsRecorded() {
    assertThat(ThreadChoice.of(4, 2, 1)).isEqualTo(new ThreadChoice(4, null));
    assertThat(ThreadChoice.of(null, null, 3)).isEqualTo(new ThreadChoice(3, null));
    assertThat(ThreadChoice.of(null, 1, 1)).isEqualTo(new ThreadChoice(1, null));
    ThreadChoice recorded = ThreadChoice.of(null, 2, 1);
    assertThat(recorded.count()).isEqualTo(2);
    assertThat(recorded.note()).contains("2, as the checkpoint", "target's 1", "--threads");
  }

  @Test
  void theFirstScopeThatIsNotDoneDecides() {
    MemoryStore store = new MemoryStore();
    List<Scope> scopes = Scope.of(ToySpec.oneOfEach());
    StoredResults results = new StoredResults(store, ToyRun.RUN);
    assertThat(ThreadChoice.recorded(results, scopes)).isNull();
    run(store, 3, "load");
    assertThat(ThreadChoice.recorded(results, scopes)).isEqualTo(3);
    run(store, 2, "align");
    assertThat(ThreadChoice.recorded(results, scopes)).isEqualTo(2);
  }

  /** What another run computed says nothing of this one. */
  @Test
  void copiedResultsDoNotDecide() {
    MemoryStore store = new MemoryStore();
    run(store, 3, "load");
    ToyRun second = new ToyRun(work, ToySpec.oneOfEach(), "second");
    second.computeOn(on(2));
    assertThat(second.runUntil(store, "load")).isNotNull();
    assertThat(
            ThreadChoice.recorded(
                new StoredResults(store, "second"), Scope.of(ToySpec.oneOfEach())))
        .isNull();
  }

  private void run(MemoryStore store, int threads, String stage) {
    ToyRun toy = new ToyRun(work, ToySpec.oneOfEach());
    toy.computeOn(on(threads));
    assertThat(toy.runUntil(store, stage)).isNotNull();
  }

  private static Provenance on(int threads) {
    return new Provenance("0".repeat(64), "test", Map.of(), "cpu", "none", threads);
  }
}
