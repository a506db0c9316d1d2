package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/**
 * Waits for the first change of some objects. It may return without one, since whoever waits looks
 * again anyway: after a time-out of the server, a history that was forgotten (410), a restart.
 */
final class Changes implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A server that refuses or is away must not be asked in a hot loop. */
  private static final Duration BREATH = Duration.ofMillis(500);

  private final ClusterApi api;
  private final CountDownLatch changed = new CountDownLatch(1);
  private final List<Call> open = new ArrayList<>();
  private final long end;
  private @Nullable ClusterException refusal;
  private boolean closed;

  Changes(ClusterApi api, Duration most) {
    this.api = api;
    this.end = System.nanoTime() + most.toNanos();
  }

  /**
   * Begins to watch a kind of objects in a thread of its own.
   *
   * @param version of the collection, from which on changes count
   * @param concerns whether a changed object counts
   */
  void watch(Resource kind, String selector, String version, Predicate<JsonNode> concerns) {
    Thread thread =
        new Thread(() -> follow(kind, selector, version, concerns), "watch " + kind.plural());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Returns after the first change, or when the time is up.
   *
   * @throws ClusterException when a watch is forbidden: looking again would not show that
   */
  void await() {
    try {
      changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ClusterException refused = refusal();
    if (refused != null) {
      throw refused;
    }
  }

  private synchronized @Nullable ClusterException refusal() {
    return refusal;
  }

  private synchronized void refuse(ClusterException refused) {
    if (refused.exitCode() == ExitCode.CREDENTIALS) {
      refusal = refused;
    }
  }

  private void follow(
      Resource kind, String selector, String version, Predicate<JsonNode> concerns) {
    Map<String, String> query =
        Map.of(
            "labelSelector", selector,
            "resourceVersion", version,
            "timeoutSeconds", String.valueOf(Math.max(1, secondsLeft())));
    try (ClusterApi.Stream stream = api.watch(kind, query, this::keep)) {
      read(stream, concerns);
    } catch (ClusterException refused) {
      refuse(refused);
      breathe();
    } catch (IOException e) {
      breathe(); // whoever waits looks next, and is told then what is wrong
    } finally {
      changed.countDown();
    }
  }

  private long secondsLeft() {
    return TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime()) + 1;
  }

  private static void read(ClusterApi.Stream stream, Predicate<JsonNode> concerns)
      throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.bytes(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode event = JSON.readTree(line);
      String type = event.path("type").asText();
      if (type.equals("ERROR")
          || (!type.equals("BOOKMARK") && concerns.test(event.path("object")))) {
        return;
      }
    }
  }

  private void breathe() {
    try {
      TimeUnit.MILLISECONDS.sleep(BREATH.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keep(Call call) {
    open.add(call);
    if (closed) {
      call.cancel();
    }
  }

  /** Ends all watches. */
  @Override
  public synchronized void close() {
    closed = true;
    open.forEach(Call::cancel);
  }
}
