package realign.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.FencedException;
import realign.log.Holder;
import realign.log.Restored;
import realign.log.ScopeHeldException;
import realign.log.ScopeLog;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.spec.Digest;
import realign.spec.ProblemException;
import realign.spec.Target;
import realign.store.HaltPoint;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.store.Payload;

/**
 * A process that holds one scope and counts in it: the log without the batch runtime, so that it
 * starts in a fraction of a second. Says {@code acknowledged KEY SHA256} as {@link CrashChild}
 * does.
 *
 * <pre>
 * steps=N           steps of one hold, after which it gives the scope up (default: all)
 * total=N           steps of the scope, after which it is finished
 * force             its first three claims are made at once, whoever holds the scope; more of them
 *                   by all of several processes would never come to an end
 * again             claims again and again until the scope is finished
 * go                says "ready" before each claim of the scope, and waits for a line
 * pause=before-entry:3   stops itself there by SIGSTOP
 * linger            after the last step neither gives up nor ends: says "lingers"
 * </pre>
 */
final class LogChild implements WatchedStore.Watcher {
  static final String RUN = "log";
  static final String SCOPE = "count";

  /** Time-to-live of all: so long that whoever waits for it is found out. */
  static final Duration TIME_TO_LIVE = Duration.ofMinutes(2);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORCED = 3;
  private static final int STATE_BYTES = 1 << 16;

  private final String address;
  private final String id;
  private final List<String> options;
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final @Nullable HaltPoint pause;
  private int passed;
  private int claims;

  private LogChild(String address, String id, List<String> options) {
    this.address = address;
    this.id = id;
    this.options = options;
    String at = value("pause", "");
    this.pause = at.isEmpty() ? null : HaltPoint.parse(at);
  }

  /**
   * Counts.
   *
   * @param arguments store, own name, then options
   */
  public static void main(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    System.exit(new LogChild(words.get(0), words.get(1), words.subList(2, words.size())).run());
  }

  private String value(String option, String byDefault) {
    return options.stream()
        .filter(word -> word.startsWith(option + "="))
        .map(word -> word.substring(option.length() + 1))
        .findFirst()
        .orElse(byDefault);
  }

  private long number(String option, long byDefault) {
    return Long.parseLong(value(option, Long.toString(byDefault)));
  }

  private int run() {
    try (ObjectStore store = new WatchedStore(ObjectStores.open(address), this)) {
      if (options.contains("go")) {
        awaitLine("ready");
      }
      while (true) {
        try {
          if (hold(store) || !options.contains("again")) {
            return 0;
          }
        } catch (FencedException | ScopeHeldException e) {
          if (!options.contains("again")) {
            throw e;
          }
        }
      }
    } catch (ProblemException e) {
      out.println(e.getMessage());
      return e.exitCode().number();
    }
  }

  private void awaitLine(String said) {
    out.println(said);
    try {
      System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds the scope once; true when it is finished. */
  private boolean hold(ObjectStore store) {
    try (ScopeLog log = ScopeLog.claim(store, RUN, SCOPE, Holder.self(), settings())) {
      if (log.isDone()) {
        return true;
      }
      Restored from = log.restore();
      log.notices().forEach(notice -> out.println("notice " + notice));
      new Count(log, from).upTo(number("steps", Long.MAX_VALUE), number("total", 20));
      if (options.contains("linger")) {
        awaitLine("lingers");
      }
      log.release();
      return log.isDone();
    }
  }

  private Settings settings() {
    Duration timeToLive = Duration.ofMillis(number("ttl", TIME_TO_LIVE.toMillis()));
    return new Settings(
        timeToLive,
        Duration.ofMillis(50),
        new Target.CheckpointPolicy(1, Duration.ofMinutes(5), 2, 0),
        options.contains("force") && claims++ < FORCED,
        ToyRun.provenance());
  }

  /** A count, whose every step depends on all before it. */
  private final class Count {
    private final ScopeLog log;
    private final List<String> records = new ArrayList<>();
    private long position;
    private String state = seed();

    Count(ScopeLog log, @Nullable Restored from) {
      this.log = log;
      if (from != null) {
        position = from.position(); // a scope that is all but finished has no state any more
        state = state(from.stageDone() ? from.artefact("result") : from.state("state"));
      }
    }

    void upTo(long steps, long total) {
      long last = Math.min(total, steps > total ? total : position + steps);
      while (position < last) {
        step();
        Draft draft = draft(position == total);
        if (position == last || position % 2 == 0) { // else most saves would be skipped
          log.saveNow(draft);
          records.clear();
        } else if (log.save(draft)) {
          records.clear();
        }
      }
      if (position == total) {
        finish();
      }
    }

    private void step() {
      state = next(state, position);
      position++;
      records.add(
          JSON.createObjectNode()
              .put("step", position)
              .put("state", state)
              .put("writer", id)
              .toString());
    }

    private void finish() {
      log.done(seed(), Map.of("state", state));
    }

    private Draft draft(boolean done) {
      Payload payload = Payload.of(bytes(state));
      return new Draft(
          SCOPE,
          position,
          done,
          Map.of("state", payload),
          done ? Map.of("result", new Draft.Artefact(payload, false)) : Map.of(),
          Set.of(),
          List.of(new Draft.Append("steps", false, records)));
    }
  }

  private static String seed() {
    return Digest.of(SCOPE);
  }

  private static String next(String state, long position) {
    return Digest.of(state + position);
  }

  /** The state as a blob that takes a moment to write. */
  private static byte[] bytes(String state) {
    return state.repeat(STATE_BYTES / state.length()).getBytes(StandardCharsets.UTF_8);
  }

  private static String state(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate().limit(seed().length())).toString();
  }

  /** Numbers of the steps of a finished scope that are not what they must be, as lines. */
  static List<String> differing(ObjectStore store, long total) {
    Restored result = ScopeView.result(store, RUN, SCOPE);
    if (result == null) {
      return List.of("not finished");
    }
    List<String> differing = new ArrayList<>();
    List<String> lines = result.records("steps");
    String state = seed();
    for (int i = 0; i < Math.max(total, lines.size()); i++) {
      state = next(state, i);
      if (i >= lines.size() || !isStep(lines.get(i), i + 1, state)) {
        differing.add("step " + (i + 1) + ": " + (i < lines.size() ? lines.get(i) : "missing"));
      }
    }
    if (!result.artefact("result").equals(ByteBuffer.wrap(bytes(state)))) {
      differing.add("result");
    }
    return differing;
  }

  private static boolean isStep(String line, long number, String state) {
    JsonNode step = tree(line);
    return step.path("step").asLong() == number && step.path("state").asText().equals(state);
  }

  /** Who made a step, by a line of its record. */
  static String writer(String line) {
    return tree(line).path("writer").asText();
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void acknowledged(String key, Payload entry) {
    out.println(CrashChild.acknowledgement(key, entry));
  }

  @Override
  public void at(HaltPoint.Moment moment, String key) {
    if (pause != null && pause.moment() == moment && ++passed == pause.nth()) {
      stopOneself();
    }
  }

  /** Returns once another process has let this one go on. */
  private static void stopOneself() {
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
