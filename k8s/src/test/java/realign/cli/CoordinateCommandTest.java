package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import realign.cluster.ClusterException;
import realign.cluster.JobView;
import realign.cluster.MemoryCluster;
import realign.coordinator.ScheduleInputs;
import realign.coordinator.Schedules;
import realign.coordinator.StopMark;
import realign.coordinator.Timing;
import realign.render.RunObjects;
import realign.render.RunPlacement;
import realign.result.Verdict;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.SpecReader;
import realign.spec.TerminationMessage;
import realign.store.FetchedInputs;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;
import realign.testing.LocalS3;

/** {@code realign coordinate} in a cluster and a store that live in this process. */
class CoordinateCommandTest {
  private static final String TARGET =
      """
      store: file:STORE
      cluster:
        image: realign:1
        notify: {on: [blocked, failed, missed], url: 'http://127.0.0.1:PORT/hook'}
      """;

  private static final List<String> INPUTS =
      List.of(
          "model/config.json",
          "model/tokenizer.json",
          "safe.jsonl",
          "benign.jsonl",
          "harmful.jsonl",
          "words.txt");

  @TempDir private Path folder;
  private TestWorld world;
  private ObjectStore store;
  private MemoryCluster cluster;
  private HttpServer server;
  private final List<Duration> pauses = new ArrayList<>();
  private String at = "";
  private final List<JsonNode> notices = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void aWorld() throws IOException {
    world = new TestWorld(folder);
    store = world.store();
    cluster = new MemoryCluster(world.clock);
    TinySpec.write(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          notices.add(new ObjectMapper().readTree(exchange.getRequestBody()));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    TinySpec.file(
        folder.resolve("target.yaml"),
        TARGET
            .replace("STORE", folder.resolve(".realign").toString())
            .replace("PORT", String.valueOf(server.getAddress().getPort())));
    world.environment.put(TerminationMessage.VARIABLE, folder.resolve("termination").toString());
  }

  @AfterEach
  void close() {
    server.stop(0);
    store.close();
  }

  @Test
  void bringsARunToItsVerdict() throws IOException {
    establish();
    StoredRun run = new StoredRun(store, "night-1");
    world.child.calls.clear();
    cluster.whileWaiting(() -> work(run));
    assertThat(coordinate("--run", "night-1")).isEqualTo(10);
    assertThat(cluster.creations())
        .containsExactly("night-1-load", "night-1-align", "night-1-cells", "night-1-report");
    assertThat(world.child.calls).hasSize(1);
    assertThat(world.child.lastCall())
        .startsWith("run", "--store", store.address(), "--run", "night-1", "--scope", "load")
        .contains("--reuse-only", "--target");
    TerminationMessage said = said();
    assertThat(said.exit().number()).isEqualTo(10);
    assertThat(said.verdict()).isEqualTo("BLOCKED");
    assertThat(said.sentence()).isEqualTo("Harmful score 12 of at most 60.");
    assertThat(notices).extracting(n -> n.path("id").asText()).containsExactly("night-1-blocked");
    assertThat(coordinate("--run", "night-1")).isEqualTo(10);
    assertThat(notices).hasSize(1);
    assertThat(world.child.calls).hasSize(1);
    assertThat(cluster.creations()).hasSize(4);
    assertThat(pauses).isEmpty();
  }

  @Test
  void aFailedCopyIsOnlyAWarningButForWhatMeetsEveryPod() throws IOException {
    establish();
    stopsAtWork("night-1");
    world.child.exits(3);
    assertThat(coordinate("--run", "night-1")).isZero();
    assertThat(world.err()).contains("all is computed: it ended with 3");
    StopMark.clear(store, "night-1");
    cluster.forget("night-1-load");
    world
        .child
        .exits(4)
        .prints("{\"event\":\"problem\",\"id\":\"RLN-421\",\"message\":\"expired\"}");
    assertThat(coordinate("--run", "night-1")).isEqualTo(4);
    assertThat(pauses).hasSize(5); // a token may be about to be replaced
    assertThat(said().problems().get(0).id()).isEqualTo("RLN-798");
    assertThat(notices).extracting(n -> n.path("event").asText()).containsExactly("failed");
    world.child.exits(75);
    assertThat(coordinate("--run", "night-1")).isEqualTo(75);
    assertThat(cluster.has("night-1-load")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"true, 4, 5", "false, 1, 0"})
  void theLastCoordinatorLeavesNothingAtWorkAndSaysSo(boolean refused, int exit, int waits) {
    establish();
    Problem problem = new Problem("RLN-123", "jobs", null, "must be readable", "Allow it");
    cluster.whileWaiting(
        () -> {
          throw refused
              ? new ClusterException(ExitCode.CREDENTIALS, problem, null)
              : new IllegalStateException("a bug");
        });
    assertThat(coordinate("--run", "night-1")).isEqualTo(exit);
    assertThat(pauses).hasSize(waits);
    assertThat(cluster.job("night-1-load").state()).isEqualTo(JobView.State.SUSPENDED);
    assertThat(notices).extracting(n -> n.path("id").asText()).containsExactly("night-1-failed");
  }

  @Test
  void anOutageAtTheBeginningIsWaitedFor() {
    establish();
    stopsAtWork("night-1");
    world.child.exits(7);
    assertThat(coordinate("--run", "night-1")).isEqualTo(7);
    assertThat(pauses).hasSize(59);
    pauses.clear();
    notices.clear();
    world.child.does(() -> world.child.exits(pauses.size() < 3 ? 7 : 0));
    assertThat(coordinate("--run", "night-1")).isZero();
    assertThat(pauses).hasSize(3);
    assertThat(notices).isEmpty();
  }

  @Test
  void aNightFetchesOnlyWhatChangedSinceItWasSubmitted() throws IOException {
    String version = publish();
    LocalS3 s3 = LocalS3.shared();
    FetchedInputs desk = new FetchedInputs(folder.resolve("desk"), s3.settings(), line -> {});
    ResolvedSpec submitted =
        ResolvedSpec.resolve(
            new Schedules(store).spec("nightly", version), folder, new ContentDigest(), desk);
    new ScheduleInputs(store, "nightly", desk).keep(submitted);
    String second = "nightly-" + minutes("2026-03-02T02:00:00Z");
    stopsAtWork(second);
    assertThat(night(second, version)).isZero();
    assertThat(world.err()).doesNotContain("fetching");
    assertThat(new Runs(store).require(second)).isEqualTo(submitted);
    try (ObjectStore inputs = ObjectStores.open(at.substring(0, at.length() - 1), s3.settings())) {
      inputs.put("words.txt", Payload.of("another\n".getBytes(StandardCharsets.UTF_8)));
    }
    String third = "nightly-" + minutes("2026-03-03T02:00:00Z");
    stopsAtWork(third);
    assertThat(night(third, version)).isZero();
    assertThat(world.err()).contains("fetching " + at + "words.txt").doesNotContain("model");
    assertThat(new Runs(store).require(third).identity()).isNotEqualTo(submitted.identity());
  }

  @Test
  void noReuseAsksForNone() {
    establish();
    world.child.calls.clear();
    stopsAtWork("night-1");
    assertThat(coordinate("--run", "night-1", "--no-reuse")).isZero();
    assertThat(world.child.calls).isEmpty();
    assertThat(world.err()).contains("night-1 ends: stopped by ada@desk");
    assertThat(cluster.job("night-1-load").state()).isEqualTo(JobView.State.SUSPENDED);
  }

  @Test
  void aNightBeginsWithTheSpecOfItsSchedule() throws IOException {
    String version = publish();
    String first = "nightly-" + minutes("2026-03-01T02:00:00Z");
    stopsAtWork(first);
    assertThat(night(first, version)).isZero();
    assertThat(new Runs(store).require(first).spec().name()).isEqualTo("tiny");
    assertThat(notices).isEmpty();
    assertThat(night(first, version)).isZero();
    String fourth = "nightly-" + minutes("2026-03-04T02:00:00Z");
    stopsAtWork(fourth);
    assertThat(night(fourth, version)).isZero();
    assertThat(notices)
        .extracting(n -> n.path("id").asText())
        .containsExactly(
            fourth + "-missed-" + minutes("2026-03-02T02:00:00Z"),
            fourth + "-missed-" + minutes("2026-03-03T02:00:00Z"));
    assertThat(night(fourth, "0123456789ab")).isZero();
    assertThat(night("nightly-now-202603051200", "0123456789ab")).isEqualTo(5);
    assertThat(said().problems().get(0).id()).isEqualTo("RLN-795");
  }

  private void saysWhatBecameOf(String night, String other) {
    String sentence = " was skipped at 2026-03-02T02:00:00Z, since " + other + " of its schedule";
    String[] at = {"--store", store.address()};
    assertThat(world.realign("status", night, at[0], at[1])).isZero();
    assertThat(world.out()).startsWith(night + sentence + " nightly was under way");
    assertThat(world.err()).contains("next    realign status " + other);
    assertThat(world.realign("status", night, at[0], at[1], "-o", "json")).isZero();
    JsonNode document = JsonDocuments.single(world.out(), "status");
    assertThat(document.path("scopes").isEmpty()).isTrue();
    assertThat(document.path("skipped").path("underWay").asText()).isEqualTo(other);
    assertThat(world.realign("report", night, at[0], at[1])).isEqualTo(5);
    assertThat(world.err()).contains("night " + night + sentence).contains("RLN-715");
    assertThat(world.realign("status", night + "0", at[0], at[1])).isEqualTo(5);
    assertThat(world.err()).contains("RLN-706");
  }

  /** Forbid does not see what a person began. */
  @Test
  void aNightGivesWayToARunThatAPersonBegan() throws IOException {
    String version = publish();
    String now = "nightly-now-202603020155";
    String second = "nightly-" + minutes("2026-03-02T02:00:00Z");
    begin(now, version);
    world.clock.advance(Duration.ofHours(14));
    begin(second, version);
    assertThat(night(second, version)).isZero();
    assertThat(said().sentence())
        .isEqualTo("skipped, since " + now + " of its schedule is under way");
    assertThat(store.list("runs/", "", 9)).isEmpty();
    saysWhatBecameOf(second, now);
    assertThat(cluster.creations()).containsExactly(now, second);
    world.clock.advance(Duration.ofHours(10));
    world.realign("doctor", "--store", store.address());
    assertThat(world.out()).contains("schedule nightly").doesNotContain("did not happen");
    cluster.succeed(second);
    cluster.succeed(now);
    String fourth = "nightly-" + minutes("2026-03-04T02:00:00Z");
    begin(fourth, version);
    stopsAtWork(fourth);
    assertThat(night(fourth, version)).isZero();
    assertThat(notices)
        .extracting(n -> n.path("id").asText())
        .containsExactly(fourth + "-missed-" + minutes("2026-03-03T02:00:00Z"));
  }

  /** It began first, and a person insisted. */
  @Test
  void aNightThatHasBegunGoesOnBesideARunThatAPersonBegan() throws IOException {
    String version = publish();
    String fourth = "nightly-" + minutes("2026-03-04T02:00:00Z");
    begin(fourth, version);
    world.clock.advance(Duration.ofMinutes(1));
    begin("nightly-now-202603040201", version);
    stopsAtWork(fourth);
    assertThat(night(fourth, version)).isZero();
    assertThat(said().sentence()).isEqualTo("stopped by ada@desk");
    assertThat(new Runs(store).exists(fourth)).isTrue();
  }

  /** The Job of a coordinator, as the cluster makes it of the schedule. */
  private void begin(String run, String version) {
    var target = SpecReader.ofTarget().file(folder.resolve("target.yaml")).value();
    var placed = new RunPlacement(run, "0".repeat(64), target, "nightly/" + version);
    assertThat(cluster.create(new RunObjects(placed).coordinator(true))).isTrue();
  }

  private static long minutes(String time) {
    return Instant.parse(time).getEpochSecond() / 60;
  }

  @Test
  void wrongUse() {
    assertThat(coordinate("--run", "none")).isEqualTo(5);
    assertThat(store.list("runs/none/", "", 1)).isEmpty();
    assertThat(coordinate("--run", "x", "--schedule", "nightly")).isEqualTo(2);
    TinySpec.file(folder.resolve("target.yaml"), "store: file:x\n");
    assertThat(coordinate("--run", "x")).isEqualTo(3);
    assertThat(world.err()).contains("RLN-760");
  }

  private String publish() throws IOException {
    LocalS3 s3 = LocalS3.shared();
    at = s3.newStore() + "/";
    try (ObjectStore inputs = ObjectStores.open(at.substring(0, at.length() - 1), s3.settings())) {
      for (String file : INPUTS) {
        inputs.put(file, Payload.of(Files.readAllBytes(folder.resolve(file))));
      }
    }
    Files.writeString(
        folder.resolve("target.yaml"),
        "s3: {endpoint: '" + s3.endpoint() + "', region: us-east-1, addressing: path}\n",
        StandardOpenOption.APPEND);
    RunSpec spec =
        SpecReader.ofRunSpec()
            .text(
                "tiny.yaml",
                TinySpec.TEXT
                    .replace("path: ", "path: " + at)
                    .replace("words.txt", at + "words.txt"))
            .value();
    return new Schedules(store)
        .publish("nightly", spec, new Timing("0 2 * * *", "UTC"), TestWorld.NOON);
  }

  private int night(String run, String version) {
    return coordinate("--run", run, "--schedule", "nightly/" + version);
  }

  private void establish() {
    assertThat(world.realign("run", "tiny.yaml", "--run", "night-1")).isZero();
  }

  private int coordinate(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--target", "target.yaml"));
    Surroundings surroundings = world.surroundings();
    Failures failures = new Failures(surroundings);
    int code =
        new CommandLine(new CoordinateCommand(surroundings, placed -> cluster, pauses::add))
            .setExecutionExceptionHandler(failures)
            .setParameterExceptionHandler(failures)
            .execute(all.toArray(String[]::new));
    return code;
  }

  private TerminationMessage said() throws IOException {
    return TerminationMessage.parse(Files.readString(folder.resolve("termination"))).orElseThrow();
  }

  /** What the pods of all Jobs would do. */
  private void work(StoredRun run) {
    for (JobView job : cluster.jobs("night-1")) {
      if (!job.hasEnded()) {
        for (String scope : job.scopes()) {
          if (scope.equals("report")) {
            run.reported(Verdict.Outcome.BLOCKED);
          } else {
            run.done(scope, "stage", 1);
          }
        }
        end(job);
      }
    }
  }

  private void end(JobView job) {
    if (job.component().equals("report")) {
      cluster.fail(job.name(), "PodFailurePolicy", 10, "");
    } else {
      cluster.succeed(job.name());
    }
  }

  /** Somebody stops the run as soon as a Job works on it. */
  private void stopsAtWork(String run) {
    cluster.whileWaiting(() -> new StopMark("ada@desk", TestWorld.NOON).set(store, run));
  }
}
