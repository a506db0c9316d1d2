package realign.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that takes connections and requests, and then says nothing, or nothing for long. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungServerTest {
  private static final Duration BEGINNING = Duration.ofMillis(300);
  private static final String RUNNING =
      """
      {"metadata":{"name":"a-x","labels":{"realign/run":"a"}},"status":{"phase":"Running"}}""";
  private static final String ENDED = RUNNING.replace("Running", "Succeeded");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private KubernetesCluster cluster;

  /** What is answered to a request's path, in parts with a silence between; none for ever. */
  private volatile Function<String, List<String>> answers = path -> List.of();

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept);
    accepting.setDaemon(true);
    accepting.start();
    ApiClient client = new ApiClient().setBasePath("http://127.0.0.1:" + server.getLocalPort());
    cluster = new KubernetesCluster(new ClusterApi(client, Duration.ofSeconds(1), BEGINNING), "ml");
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  @Test
  void aLogThatNeverBeginsIsGivenUp() {
    Resource pod = cluster.pods().named("a-x");
    assertThatThrownBy(() -> cluster.api().log(pod, Map.of("follow", "true")))
        .isInstanceOf(ClusterApi.NoLogNow.class)
        .hasMessageContaining("no answer within PT0.3S");
    assertThat(requests).singleElement().asString().contains("/pods/a-x/log");
  }

  /** A kubelet begins its answer with the container's first line. */
  @Test
  void aFollowedLogIsAskedForUntilItBeginsAndMayThenBeSilent() {
    List<String> silentFirst = new ArrayList<>(List.of("", ""));
    answers =
        path -> {
          boolean isLog = path.contains("/log");
          if (isLog && !silentFirst.isEmpty()) {
            silentFirst.remove(0);
            return List.of();
          }
          String all = String.join("\n", requests);
          return isLog
              ? List.of("2026-01-01T00:00:00Z one\n", "2026-01-01T00:00:01Z two\n")
              : List.of(all.split("/log", -1).length > 3 ? ENDED : RUNNING);
        };
    List<String> lines = new ArrayList<>();
    PodLog log = new PodLog(cluster.api(), cluster.pods().named("a-x"), lines::add);
    assertThat(log.follow()).isTrue();
    assertThat(lines).containsExactly("one", "two");
    assertThat(requests).filteredOn(path -> path.contains("/log")).hasSize(4);
  }

  @Test
  void aLogThatNeverBeginsIsMissingInTime() {
    answers = path -> path.contains("/log") ? List.of() : List.of(ENDED);
    List<String> lines = new ArrayList<>();
    assertThat(new PodLog(cluster.api(), cluster.pods().named("a-x"), lines::add).read()).isFalse();
    assertThat(lines).isEmpty();
  }

  @Test
  void aWatchThatNeverBeginsIsWaitedForNoLongerThanAsked() {
    long before = System.nanoTime();
    try (Changes changes = new Changes(cluster.api(), Duration.ofMillis(500))) {
      changes.watch(cluster.pods(), "realign/run=a", "7", pod -> true);
      changes.await();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(requests).singleElement().asString().contains("watch=true");
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        Thread serving = new Thread(() -> serve(socket));
        serving.setDaemon(true);
        serving.start();
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private void serve(Socket socket) {
    try {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String path = in.readLine();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {}
      requests.add(path);
      List<String> parts = answers.apply(path);
      if (!parts.isEmpty()) {
        var out = socket.getOutputStream();
        out.write(bytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
        for (String part : parts) {
          out.flush();
          TimeUnit.MILLISECONDS.sleep(parts.size() == 1 ? 0 : 2 * BEGINNING.toMillis());
          out.write(bytes(part));
        }
        socket.close();
      }
    } catch (IOException | InterruptedException gone) {
      // the client, or the test, has ended
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
