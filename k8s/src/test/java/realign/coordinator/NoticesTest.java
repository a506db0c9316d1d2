package realign.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.result.Verdict;
import realign.spec.ClusterTarget;
import realign.spec.ClusterTarget.Occasion;
import realign.spec.ExitCode;
import realign.store.FaultyStore;
import realign.store.MemoryStore;

/** Notices to a local server that answers as it is told. */
class NoticesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int LOST = -1;
  private static final Ending BLOCKED =
      new Ending(ExitCode.BLOCKED, Verdict.Outcome.BLOCKED, "70 of at most 60.", Occasion.BLOCKED);

  private final MemoryStore store = new MemoryStore();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<JsonNode> received = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    received.add(
        new ObjectMapper()
            .readTree(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    int code = answers.isEmpty() ? 200 : answers.pop();
    if (code == LOST) {
      exchange.close();
      return;
    }
    if (code == 302) {
      exchange.getResponseHeaders().add("Location", address() + "elsewhere");
    }
    exchange.sendResponseHeaders(code, -1);
    exchange.close();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret";
  }

  @Test
  void tellsWhatIsWantedOnce() {
    herald().tell(BLOCKED);
    herald().tell(BLOCKED);
    assertThat(received).hasSize(1);
    JsonNode notice = received.get(0);
    assertThat(notice.path("schemaVersion").asInt()).isEqualTo(1);
    assertThat(notice.path("id").asText()).isEqualTo("night-1-blocked");
    assertThat(notice.path("event").asText()).isEqualTo("blocked");
    assertThat(notice.path("run").asText()).isEqualTo("night-1");
    assertThat(notice.path("schedule").asText()).isEqualTo("nightly");
    assertThat(notice.path("verdict").asText()).isEqualTo("BLOCKED");
    assertThat(notice.path("sentence").asText()).isEqualTo("70 of at most 60.");
    assertThat(notice.path("time").asText()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(notice.path("report").asText()).isEqualTo("memory:/runs/night-1/report/report.html");
    assertThat(store.list("runs/night-1/notices/", "", 9))
        .containsExactly("runs/night-1/notices/blocked.json");
  }

  @Test
  void whatIsNotWantedIsNotTold() {
    herald().tell(Ending.of(ExitCode.DONE, "done"));
    herald().tell(Ending.known(ExitCode.DONE, "stopped by ada@desk"));
    assertThat(received).isEmpty();
    assertThat(store.list("runs/", "", 9)).isEmpty();
  }

  @Test
  void aLostAnswerIsToldAgainUnderTheSameId() {
    answers.addAll(List.of(LOST, LOST, 500, 429, 204));
    herald().tell(BLOCKED);
    // the JDK's client may repeat a request by itself where the connection broke
    assertThat(received).hasSizeGreaterThanOrEqualTo(4);
    assertThat(received)
        .extracting(each -> each.path("id").asText())
        .containsOnly("night-1-blocked");
    assertThat(store.list("runs/night-1/notices/", "", 9)).hasSize(1);
    assertThat(pauses).isNotEmpty().isSorted();
  }

  @Test
  void aDeafWebhookIsGivenUpAndToldByTheNextCoordinator() {
    answers.addAll(Collections.nCopies(9, 503));
    herald().tell(BLOCKED);
    assertThat(received).hasSize(9);
    assertThat(pauses.stream().mapToLong(Duration::toSeconds).sum()).isBetween(200L, 300L);
    assertThat(store.list("runs/", "", 9)).isEmpty();
    herald().tell(BLOCKED);
    assertThat(received).hasSize(10);
    assertThat(store.list("runs/", "", 9)).hasSize(1);
  }

  @Test
  void aDeafWebhookIsWaitedForOnceAndNeverAtTheBeginning() {
    answers.addAll(Collections.nCopies(30, 503));
    List<Instant> nights = List.of(NOON.minusSeconds(86_400), NOON.minusSeconds(43_200));
    Herald herald = herald();
    herald.tryToTellMissed(nights);
    assertThat(received).hasSize(1);
    assertThat(pauses).isEmpty();
    herald.tell(BLOCKED);
    herald.tellMissed(nights);
    assertThat(received).hasSize(1 + 9 + 2);
    assertThat(pauses).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 404, 410})
  void aRefusalIsNotRepeated(int code) {
    answers.add(code);
    herald().tell(BLOCKED);
    assertThat(received).hasSize(1);
    assertThat(store.list("runs/", "", 9)).isEmpty();
  }

  @Test
  void everyMissedNightIsAnEventOfItsOwn() {
    herald().tellMissed(List.of(NOON.minusSeconds(86_400), NOON.minusSeconds(43_200)));
    herald().tellMissed(List.of(NOON.minusSeconds(86_400)));
    assertThat(received)
        .extracting(each -> each.path("id").asText())
        .containsExactly("night-1-missed-29538000", "night-1-missed-29538720");
    assertThat(received.get(0).path("night").asText()).isEqualTo("2026-02-28T12:00:00Z");
  }

  @Test
  void aRunThatGoesOnCanFailAnewButHasOneVerdict() {
    Ending failure = Ending.of(ExitCode.FAILED, "it failed");
    for (String job : List.of("6f2b1c9e-1111", "6f2b1c9e-1111", "0a1b2c3d-2222")) {
      herald(store, job).tell(failure);
      herald(store, job).tell(BLOCKED);
    }
    assertThat(received)
        .extracting(each -> each.path("id").asText())
        .containsExactly("night-1-failed-6f2b1c9e", "night-1-blocked", "night-1-failed-0a1b2c3d");
  }

  @Test
  void anOutageOfTheStoreIsToldAllTheSame() {
    var faulty = new FaultyStore(store);
    faulty.plan(1, FaultyStore.Call.READ, "notices", FaultyStore.Fault.UNAVAILABLE);
    herald(faulty).tell(BLOCKED);
    assertThat(received).hasSize(1);
  }

  @Test
  void aStoreThatFailsChangesNothing() {
    var faulty = new FaultyStore(store);
    faulty.plan(1, FaultyStore.Call.PUT_IF_ABSENT, "notices", FaultyStore.Fault.UNAVAILABLE);
    herald(faulty).tell(BLOCKED);
    assertThat(received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "ftp://secret/x", "https:///x", "http://se cret/"})
  void anAddressThatIsNoneIsNeverNamed(String address) {
    assertThatThrownBy(() -> new Webhook(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no address of a webhook")
        .hasNoCause();
    Herald.of(notify_(null), address, store, "night-1", null, "nightly", clock(), pauses::add)
        .tell(BLOCKED);
  }

  @Test
  void aHungServerIsLeft() {
    var hung =
        new Webhook("http://127.0.0.1:" + server.getAddress().getPort(), Duration.ofMillis(1));
    Notice notice =
        new Notice(Occasion.FAILED, "night-1", null, null, null, null, "it failed", NOON, null);
    server.removeContext("/");
    server.createContext("/", exchange -> {});
    assertThat(hung.send(notice).received()).isFalse();
    assertThat(hung.send(notice).again()).isTrue();
  }

  private Herald herald() {
    return herald(store);
  }

  private Herald herald(realign.store.ObjectStore at) {
    return herald(at, "6f2b1c9e-1111-4222-8333-444455556666");
  }

  private Herald herald(realign.store.ObjectStore at, String job) {
    return Herald.of(notify_(address()), null, at, "night-1", job, "nightly", clock(), pauses::add);
  }

  private static Clock clock() {
    return Clock.fixed(NOON, ZoneOffset.UTC);
  }

  private static ClusterTarget.Notify notify_(@Nullable String url) {
    return new ClusterTarget.Notify(
        List.of(Occasion.BLOCKED, Occasion.FAILED, Occasion.MISSED),
        url,
        url == null ? "hook" : null);
  }
}
