package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/** A real process in which memory runs out between two commits. */
@Timeout(120)
class MemoryLimitTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** So many ids that the scores of a batch are memory of their own, asked for at every step. */
  private static final int VOCABULARY = 200_000;

  @TempDir Path folder;

  @Test
  void isToldWithItsNeedAndTheRunGoesOnWithoutTheLimit() throws Exception {
    TinyRun tiny = tiny();
    String address = "file:" + folder.resolve("store");
    try (ObjectStore store = ObjectStores.open(address)) {
      tiny.submit(store);
      runsOut(tiny, address);
      assertThat(ScopeView.read(store, TinyRun.RUN, "align-000").newestCommit())
          .extracting(ScopeView.CommitPoint::position)
          .isEqualTo(1L);
      goesOn(tiny, store);
    }
  }

  private TinyRun tiny() throws IOException {
    TinyRun written = new TinyRun(folder);
    Path config = written.specFile().resolveSibling("init/config.json");
    ObjectNode shape = (ObjectNode) JSON.readTree(config.toFile());
    JSON.writeValue(config.toFile(), shape.put("vocab_size", VOCABULARY));
    return written.another(TinyRun.RUN, MemoryLimitTest::alignmentInOneBatch);
  }

  private static String alignmentInOneBatch(String spec) {
    return spec.substring(0, spec.indexOf("attack:")).replace("batchSize: 2", "batchSize: 6");
  }

  private static void runsOut(TinyRun tiny, String address) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(
            RestartChild.class,
            Map.of(),
            address,
            tiny.target().toString(),
            tiny.work().toString(),
            "force",
            "pause",
            "BEFORE_STEP",
            "align-000",
            "align",
            "2")) {
      child.awaitLine("reached");
      assumeTrue(child.limitMemory(8 << 20), "no prlimit here: memory cannot be made to run out");
      child.sayLine();
      assertThat(child.awaitExit()).isEqualTo(ExitCode.INVALID.number());
      assertThat(child.lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("RLN-511", "bytes more, for a need of about")
                      .contains("MiB available of", "activationRecomputation", "batchSize"));
    }
  }

  private static void goesOn(TinyRun tiny, ObjectStore store) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    Claims.Options claims = new Claims.Options(true, false, false, true);
    Outcome end = tiny.run(store, claims, new StopSignal(), HaltPoints.NONE, "align", told);
    assertThat(end.code()).isEqualTo(ExitCode.DONE);
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("align-000 align: resumed from step 1 of 3");
  }
}
