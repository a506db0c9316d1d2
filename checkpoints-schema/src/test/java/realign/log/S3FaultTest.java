package realign.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.S3Settings;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.S3Store;
import realign.store.StoreException;
import realign.testing.FaultyNetwork;
import realign.testing.FaultyNetwork.Answer;
import realign.testing.FaultyNetwork.Cut;
import realign.testing.LocalS3;

/**
 * A scope claimed, committed, restored and done through a network that fails: it ends with what an
 * undisturbed one ends with, or with a clear error, and then an undisturbed attempt ends it.
 */
class S3FaultTest {
  private static final LocalS3 SERVER = LocalS3.shared();
  private static final String SCOPE = "align-000";
  private static final String ENTRY = "/log/";
  private static final String BLOB = "/blobs/";
  private static final String PART = "partNumber=";
  private static final String COMPLETE = "uploadId=";
  private static final int STEPS = 4;
  private static final Answer SLOW_DOWN = new Answer(503, "SlowDown");

  /** More than one part. */
  private static final byte[] LARGE = new byte[(32 << 20) + 11];

  static {
    new Random(7).nextBytes(LARGE);
  }

  private static final Map<Case, Integer[]> TABLE = new LinkedHashMap<>();

  /**
   * A fault.
   *
   * @param attempts how often the SDK sends a request
   * @param exit the code of the error that it must end with, or null where it must not fail
   * @param large whether a commit has a blob of more than one part
   */
  private record Case(
      String name,
      int times,
      String method,
      String target,
      FaultyNetwork.Fault fault,
      int attempts,
      @Nullable ExitCode exit,
      boolean large) {

    Case(
        String name,
        int times,
        String method,
        String target,
        FaultyNetwork.Fault fault,
        int attempts,
        @Nullable ExitCode exit) {
      this(name, times, method, target, fault, attempts, exit, false);
    }

    Case withLargeBlob() {
      return new Case(name, times, method, target, fault, attempts, exit, true);
    }

    boolean readsBlob() {
      return method.equals("GET") && target.equals(BLOB);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    int all = 1000;
    return List.of(
        new Case("nothing", 0, ".*", "", SLOW_DOWN, 4, null),
        new Case("503 slow down, one in the SDK's patience", 1, "PUT", ENTRY, SLOW_DOWN, 2, null),
        new Case("503 slow down, a storm", 7, ".*", "", SLOW_DOWN, 1, null),
        new Case(
            "503 unavailable, entries",
            6,
            "PUT",
            ENTRY,
            new Answer(503, "ServiceUnavailable"),
            1,
            null),
        new Case("503 for ever", all, ".*", "", SLOW_DOWN, 1, ExitCode.STORE_UNAVAILABLE),
        new Case("500, entries", 3, "PUT", ENTRY, new Answer(500, "InternalError"), 1, null),
        new Case("request reset, entry", 2, "PUT", ENTRY, Cut.REQUEST_RESET, 1, null),
        new Case("request reset, blob", 2, "PUT", BLOB, Cut.REQUEST_RESET, 2, null),
        new Case("part reset in its middle", 1, "PUT", PART, Cut.REQUEST_RESET, 3, null)
            .withLargeBlob(),
        new Case("part reset, one attempt", 1, "PUT", PART, Cut.REQUEST_RESET, 1, null)
            .withLargeBlob(),
        new Case(
            "answer lost, entry: the SDK meets 412", 3, "PUT", ENTRY, Cut.ANSWER_LOST, 3, null),
        new Case("answer lost, entry: we meet 412", 3, "PUT", ENTRY, Cut.ANSWER_LOST, 1, null),
        new Case("answer lost, blob", 3, "PUT", BLOB, Cut.ANSWER_LOST, 1, null),
        new Case("answer lost, reads", 4, "GET", "", Cut.ANSWER_LOST, 1, null),
        new Case("answer lost, deletes", 2, "DELETE", "", Cut.ANSWER_LOST, 1, null),
        new Case("answer lost, completion", 1, "POST", COMPLETE, Cut.ANSWER_LOST, 1, null)
            .withLargeBlob(),
        new Case(
                "409 on completion",
                2,
                "POST",
                COMPLETE,
                new Answer(409, "ConditionalRequestConflict"),
                1,
                null)
            .withLargeBlob(),
        new Case(
            "409 on an entry",
            2,
            "PUT",
            ENTRY,
            new Answer(409, "ConditionalRequestConflict"),
            1,
            null),
        new Case("truncated read, entry", 3, "GET", ENTRY, Cut.ANSWER_TRUNCATED, 1, null),
        new Case("truncated read, blob", 1, "GET", BLOB, Cut.ANSWER_TRUNCATED, 1, null),
        new Case("flipped bit, checksum, entry", 1, "GET", ENTRY, Cut.ANSWER_FLIPPED, 1, null),
        new Case("flipped bit, checksum, blob", 1, "GET", BLOB, Cut.ANSWER_FLIPPED, 1, null),
        new Case(
            "flipped bit, no checksum, blob",
            1,
            "GET",
            BLOB,
            Cut.ANSWER_FLIPPED_UNCHECKED,
            1,
            null),
        new Case("no answer in time, entry", 1, "PUT", ENTRY, Cut.ANSWER_HELD, 2, null),
        new Case("no answer in time, read", 1, "GET", ENTRY, Cut.ANSWER_HELD, 1, null),
        new Case(
            "credentials expired",
            all,
            ".*",
            "",
            new Answer(400, "ExpiredToken"),
            4,
            ExitCode.CREDENTIALS),
        new Case(
            "credentials expire in the middle",
            all,
            "PUT",
            ENTRY + "0000000002",
            new Answer(400, "ExpiredToken"),
            4,
            ExitCode.CREDENTIALS),
        new Case(
            "access denied",
            all,
            "PUT",
            BLOB,
            new Answer(403, "AccessDenied"),
            4,
            ExitCode.CREDENTIALS),
        new Case(
            "wrong region, moved",
            all,
            ".*",
            "",
            new Answer(301, "PermanentRedirect", "x-amz-bucket-region: eu-west-3\r\n"),
            4,
            ExitCode.INVALID),
        new Case(
            "wrong region, signature",
            all,
            ".*",
            "",
            new Answer(400, "AuthorizationHeaderMalformed"),
            4,
            ExitCode.INVALID),
        new Case(
            "no such bucket",
            all,
            ".*",
            "",
            new Answer(404, "NoSuchBucket"),
            4,
            ExitCode.NOT_FOUND));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void endsRightOrSaysWhy(Case fault) throws Exception {
    String address = SERVER.newStore();
    List<Throwable> failures = new ArrayList<>();
    int tries = 0;
    try (FaultyNetwork network = new FaultyNetwork(SERVER.port())) {
      try (ObjectStore disturbed = new S3Store(address, settings(network.endpoint(), fault))) {
        network.plan(fault.times(), fault.method(), fault.target(), fault.fault());
        try {
          work(disturbed, fault.large());
        } catch (StoreException | ProblemException e) {
          failures.add(e);
        }
      }
      tries = network.met();
    }
    judge(fault, tries, failures);
    try (ObjectStore direct = new S3Store(address, SERVER.settings())) {
      work(direct, fault.large()); // whatever happened, the next attempt ends it
      assertThat(content(direct)).isEqualTo(undisturbed());
    }
  }

  private static void judge(Case fault, int tries, List<Throwable> failures) {
    boolean correct = failures.isEmpty();
    ExitCode exit = correct ? null : exit(failures.get(0));
    TABLE.put(fault, new Integer[] {tries, correct ? 1 : 0, exit == null ? 0 : exit.number()});
    assertThat(fault.times() == 0 || tries > 0).as("the fault was met").isTrue();
    if (fault.exit() != null) {
      assertThat(exit).isEqualTo(fault.exit());
      assertThat(failures.get(0)).hasMessageMatching("(?s).*RLN-4[0-9]{2}.*");
      assertThat(failures.get(0)).hasMessageContaining("s3://");
    } else {
      // a blob that comes damaged may be told instead of read again
      assertThat(failures).as("%s", failures).hasSizeLessThanOrEqualTo(fault.readsBlob() ? 1 : 0);
    }
  }

  private static ExitCode exit(Throwable failure) {
    return failure instanceof StoreException store
        ? store.exitCode()
        : ((ProblemException) failure).exitCode();
  }

  /** Two holders, as before and after a restart; goes on from what is there. */
  private static void work(ObjectStore store, boolean large) {
    work(store, STEPS / 2, large);
    try (ScopeLog log = work(store, STEPS, large)) {
      if (!log.isDone()) {
        log.done("k".repeat(64), Map.of("records", "d"));
      }
    }
  }

  private static ScopeLog work(ObjectStore store, int to, boolean large) {
    ScopeLog log = Logs.claim(store, SCOPE, Logs.gone("a"), Logs.settings(), new HurriedTime());
    try {
      log.restore();
      for (long p = log.committedPosition() + 1; p <= to && !log.isDone(); p++) {
        log.saveNow(draft(p, large));
      }
      if (to < STEPS) {
        log.close();
      }
      return log;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static Draft draft(long position, boolean large) {
    Draft draft = position == STEPS ? Logs.end(position) : Logs.draft(position);
    return new Draft(
        draft.stage(),
        position,
        draft.stageDone(),
        large && position == 2 ? Map.of("weights", Payload.of(LARGE)) : draft.state(),
        position == 1 ? Map.of("adapter", new Draft.Artefact(Logs.bytes("A"), false)) : Map.of(),
        Set.of(),
        draft.records());
  }

  private static Map<String, String> content(ObjectStore store) {
    try (ScopeLog log = Logs.claim(store, SCOPE)) {
      assertThat(log.isDone()).isTrue();
      return Logs.content(log.restore());
    }
  }

  private static Map<String, String> undisturbed() {
    return Map.of(
        "at", "align 4 true", "artefact adapter", "A", "steps", "step 1|step 2|step 3|step 4");
  }

  private static S3Settings settings(String endpoint, Case fault) {
    S3Settings base = LocalS3.settings(endpoint);
    return new S3Settings(
        base.region(),
        base.endpoint(),
        base.addressing(),
        base.encryption(),
        null,
        null,
        base.connectTimeout(),
        fault.fault() == Cut.ANSWER_HELD ? Duration.ofSeconds(1) : base.readTimeout(),
        base.totalTimeout(),
        fault.attempts());
  }

  /** Waits a hundredth of what it is asked to. */
  private static final class HurriedTime implements Time {
    @Override
    public Instant now() {
      return Time.system().now();
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) {
      Time.system().sleep(duration.dividedBy(100));
    }
  }

  @AfterAll
  static void print() {
    StringBuilder table = new StringBuilder();
    String row = "%-45s %6s %8s %12s %10s%n";
    table.append(row.formatted("fault", "tries", "correct", "clear error", "exit code"));
    TABLE.forEach(
        (fault, found) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    row,
                    fault,
                    found[0],
                    found[1] == 1 ? "yes" : "",
                    found[1] == 1 ? "" : "yes",
                    found[2])));
    System.out.println(table);
  }
}
