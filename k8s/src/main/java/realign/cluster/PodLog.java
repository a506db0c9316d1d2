package realign.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one pod, each line once and none left out, over connections that break. A server gives
 * lines from a second on, each with its time: what was seen of that time is skipped.
 */
final class PodLog {
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** So long, and twice at least, a server may fail to get at the log of a pod that has ended. */
  private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(6);

  private final ClusterApi api;
  private final Resource pod;
  private final Consumer<String> sink;
  private Instant newest = Instant.MIN;

  /** How often one after the other the server could not get at it, and since when. */
  private int refusals;

  private long refusedSince;

  /** Lines of the newest time that were told: several may have the same. */
  private int told;

  PodLog(ClusterApi api, Resource pod, Consumer<String> sink) {
    this.api = api;
    this.pod = pod;
    this.sink = sink;
  }

  /**
   * What there is now.
   *
   * @return false when it cannot be had
   */
  boolean read() {
    while (!stream(false)) {
      if (isRefused()) {
        return false;
      }
      pause();
      boolean unused = hasEnded(); // has patience, which ends
    }
    return true;
  }

  /**
   * Until the pod has ended and all of it was read, or the pod is gone.
   *
   * @return false when it cannot be had
   */
  boolean follow() {
    while (!Thread.currentThread().isInterrupted()) {
      boolean ended = hasEnded(); // asked first: what it said last is then read by this round
      if (stream(!ended) && ended) {
        return true;
      }
      if (ended && isRefused()) {
        return false;
      }
      pause();
    }
    return true;
  }

  private boolean isRefused() {
    return refusals > 1 && System.nanoTime() - refusedSince > LONGEST_REFUSAL.toNanos();
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  private boolean hasEnded() {
    Optional<JsonNode> now = api.find(pod);
    return now.isEmpty() || Views.pod(now.get()).hasEnded();
  }

  /** Whether all was read that there was; after a broken connection the next call goes on. */
  private boolean stream(boolean follow) {
    Map<String, String> query = new HashMap<>(Map.of("timestamps", "true"));
    if (follow) {
      query.put("follow", "true");
    }
    if (newest.isAfter(Instant.MIN)) {
      query.put("sinceTime", newest.truncatedTo(ChronoUnit.SECONDS).toString());
    }
    long begun = System.nanoTime();
    try {
      Optional<ClusterApi.Stream> stream = api.log(pod, query);
      if (stream.isPresent()) {
        try (ClusterApi.Stream open = stream.get()) {
          lines(new BufferedInputStream(open.bytes()), follow);
        }
      }
      refusals = 0;
      return true;
    } catch (ClusterApi.NoLogNow refused) {
      if (!follow && refusals++ == 0) {
        refusedSince = begun;
      }
      return false;
    } catch (IOException broken) {
      return false;
    }
  }

  private void lines(InputStream stream, boolean follow) throws IOException {
    int skipped = 0;
    for (String line = line(stream, follow); line != null; line = line(stream, follow)) {
      int space = line.indexOf(' ');
      Instant time = space < 0 ? null : time(line.substring(0, space));
      if (time == null || time.isBefore(newest)) {
        continue;
      }
      if (time.equals(newest) && skipped < told) {
        skipped++;
      } else {
        told = time.equals(newest) ? told + 1 : 1;
        skipped = told;
        newest = time;
        sink.accept(line.substring(space + 1));
      }
    }
  }

  /**
   * The next line, or null. A line without an end is half a line where the connection broke, which
   * only shows while the log is followed.
   */
  private static @Nullable String line(InputStream stream, boolean follow) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = stream.read();
    while (next >= 0 && next != '\n') {
      bytes.write(next);
      next = stream.read();
    }
    boolean none = next < 0 && (follow || bytes.size() == 0);
    return none ? null : bytes.toString(StandardCharsets.UTF_8);
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
