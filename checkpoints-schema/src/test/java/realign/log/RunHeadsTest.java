package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import realign.spec.ProblemException;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;

/** A look at all scopes of a run: the same as a look at each, with fewer requests. */
class RunHeadsTest {
  private static final List<String> SCOPES = List.of("align-000", "align-001", "cell-000");

  private final MemoryStore memory = new MemoryStore();
  private final List<String> reads = new ArrayList<>();
  private final ForwardingStore counted =
      new ForwardingStore(memory) {
        @Override
        public Optional<byte[]> getRange(String key, long offset, int length) {
          reads.add(key);
          return super.getRange(key, offset, length);
        }
      };

  private RunHeads heads() {
    return RunHeads.list(counted, Logs.RUN);
  }

  private void assertSame() {
    RunHeads heads = heads();
    for (String scope : SCOPES) {
      assertThat(heads.of(scope)).isEqualTo(ScopeHead.read(memory, Logs.RUN, scope));
    }
  }

  @Test
  void itTellsTheSameAsAReadOfEach() {
    assertSame();
    try (ScopeLog log = Logs.claim(memory, "align-000")) {
      assertSame();
      log.saveNow(Logs.draft(1));
      assertSame();
      log.release();
    }
    assertSame();
    try (ScopeLog log = Logs.claim(memory, "cell-000")) {
      log.saveNow(Logs.end(1));
      log.done("k", Map.of("steps", "x"));
    }
    assertSame();
    assertThat(ScopeMaintenance.of(memory, Logs.RUN, "cell-000", Logs.settings()).abandon("bad"))
        .isTrue();
    assertSame();
    assertThat(heads().of("cell-000").abandoned()).isEqualTo("bad");
  }

  @Test
  void whatNobodyBeganCostsNothing() {
    memory.put("runs/" + Logs.RUN + "/align-001/blobs/0/x", Logs.bytes("no log"));
    memory.put("runs/" + Logs.RUN + "/align-001/log/x.json", Logs.bytes("no entry"));
    memory.put("runs/" + Logs.RUN + "0/cell-000/log/0000000000.json", Logs.bytes("other run"));
    RunHeads heads = heads();
    SCOPES.forEach(scope -> assertThat(heads.of(scope).state()).isEqualTo(ScopeView.State.NONE));
    assertThat(reads).isEmpty();
  }

  @Test
  void whatHasEndedCostsThreeReadsHoweverOftenItIsAsked() {
    end("align-000", "A");
    RunHeads heads = heads();
    heads.of("align-000");
    heads.of("align-000");
    assertThat(heads.artefact("align-000", "none")).isNull();
    assertThat(reads).hasSize(3); // done, claim, commit
  }

  @Test
  void aListingThatIsTooLongLeavesTheRestToBeRead() {
    for (int blob = 0; blob < 1000; blob++) {
      memory.put("runs/" + Logs.RUN + "/align-000/blobs/0/" + blob, Logs.bytes(""));
    }
    SCOPES.forEach(scope -> end(scope, scope));
    assertSame();
    assertThat(heads().artefact("cell-000", "adapter")).isNotNull();
  }

  @Test
  void aLogInWhichTheListingEndsIsReadToItsEnd() {
    try (ScopeLog log = Logs.claim(memory, "align-000")) {
      for (int position = 1; position <= 1200; position++) {
        log.saveNow(Logs.draft(position));
      }
    }
    assertSame();
  }

  @Test
  void anArtefactIsReadWithoutTheOthers() {
    try (ScopeLog log = Logs.claim(memory, "align-000")) {
      log.saveNow(Logs.artefact(1, "adapter", "A", false));
      log.saveNow(Logs.artefact(2, "other", "O", false));
      assertThat(heads().artefact("align-000", "adapter")).as("not done").isNull();
      log.done("k", Map.of());
    }
    memory.delete(Logs.blobs(memory, "align-000").get(0));
    assertThat(List.of(isReadable("adapter"), isReadable("other"))).containsOnlyOnce(true);
  }

  private boolean isReadable(String name) {
    try {
      @Nullable ByteBuffer artefact = heads().artefact("align-000", name);
      return artefact != null;
    } catch (ProblemException damaged) {
      return false;
    }
  }

  private void end(String scope, String adapter) {
    try (ScopeLog log = Logs.claim(memory, scope)) {
      log.saveNow(Logs.artefact(1, "adapter", adapter, false));
      log.done("k", Map.of());
    }
  }
}
