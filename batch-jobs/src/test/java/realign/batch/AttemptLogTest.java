package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import realign.log.ProgramLog;
import realign.logging.JsonLines;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;

class AttemptLogTest {
  private final LoggerContext context = new LoggerContext();
  private final MemoryStore store = new MemoryStore();
  private final StopSignal stop = new StopSignal();

  @Test
  void everyAttemptHasItsOwnLines() {
    RecentLines lines = lines(ProgramLog.LARGEST);
    try (AttemptLog log = new AttemptLog(store, "one", lines, stop)) {
      say(lines, "waiting");
      log.begin("load", 1);
      say(lines, "loading");
      log.begin("base", 12);
      say(lines, "measuring");
    }
    assertThat(read("load", 1)).contains("waiting", "loading").doesNotContain("measuring");
    assertThat(read("base", 12)).contains("measuring").doesNotContain("loading");
  }

  @Test
  void attemptsAreListedByNumber() {
    for (long attempt : List.of(10L, 2L, 1L)) {
      new ProgramLog("one", "load", attempt).put(store, new byte[] {'\n'});
    }
    assertThat(ProgramLog.of(store, "one", "load"))
        .extracting(ProgramLog::attempt)
        .containsExactly(1L, 2L, 10L);
    assertThat(ProgramLog.of(store, "one", "base")).isEmpty();
  }

  @Test
  void onlyTheNewestLinesAreKept() {
    RecentLines lines = lines(1000);
    for (int i = 0; i < 100; i++) {
      say(lines, "line " + i + ".");
    }
    say(lines, "x".repeat(2000));
    String kept = new String(lines.bytes(), StandardCharsets.UTF_8);
    assertThat(kept.length()).isBetween(700, 1000);
    assertThat(kept).contains("line 99.").doesNotContain("line 1.").endsWith("}\n");
  }

  @Test
  void aStoreThatRefusesFailsNobody() {
    RecentLines lines = lines(1000);
    try (AttemptLog log = new AttemptLog(store, "no key..", lines, stop)) {
      log.begin("load", 1);
      say(lines, "loading");
    }
    assertThat(store.list("", "", 1)).isEmpty();
  }

  @Test
  void nothingIsKeptWhereNobodyAskedForIt() {
    try (AttemptLog log = new AttemptLog(store, "one", null, stop)) {
      log.begin("load", 1);
    }
    assertThat(store.list("", "", 1)).isEmpty();
  }

  @Test
  void aFailureIsTheLastLine() {
    RecentLines lines = lines(ProgramLog.LARGEST);
    try (AttemptLog log = new AttemptLog(store, "one", lines, stop)) {
      log.begin("load", 1);
      log.ended(new IllegalStateException("broken {}"));
    }
    assertThat(read("load", 1)).contains("ERROR", "broken {}", "at realign.batch.AttemptLogTest");
  }

  @Test
  @Timeout(20)
  void aStoreThatStallsDoesNotHoldUpAStop() {
    CountDownLatch stalls = new CountDownLatch(1);
    ObjectStore stalling =
        new ForwardingStore(store) {
          @Override
          public void put(String key, Payload payload) {
            try {
              stalls.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    AttemptLog log = new AttemptLog(stalling, "one", lines(1000), stop);
    log.begin("load", 1);
    log.begin("base", 1);
    stop.raise(StopSignal.Reason.TERMINATED);
    log.close();
    stalls.countDown();
  }

  private RecentLines lines(int largest) {
    JsonLines encoder = new JsonLines();
    encoder.setContext(context);
    encoder.start();
    RecentLines lines = new RecentLines(encoder, largest);
    lines.setContext(context);
    lines.start();
    return lines;
  }

  private void say(RecentLines lines, String text) {
    LoggingEvent event =
        new LoggingEvent("test", context.getLogger("test"), Level.INFO, text, null, null);
    event.setMDCPropertyMap(Map.of());
    lines.doAppend(event);
  }

  private String read(String scope, long attempt) {
    byte[] lines = new ProgramLog("one", scope, attempt).read(store).orElseThrow();
    return new String(lines, StandardCharsets.UTF_8);
  }
}
