package realign.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.spec.Digest;
import realign.store.ObjectStore;

/**
 * Reads the entries of a scope's log as plain JSON, without the code that wrote them, and says what
 * breaks the protocol: one history without gaps, in which every acknowledged entry stands and every
 * commit goes on from the one before it. Where a fall-back is meant, this is not for it.
 */
final class LogAudit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final String prefix;
  private final List<String> faults = new ArrayList<>();
  private final List<JsonNode> entries = new ArrayList<>();

  private @Nullable String parent;
  private @Nullable Long claim;
  private @Nullable JsonNode commit;
  private boolean released;
  private boolean done;

  private LogAudit(ObjectStore store, String run, String scope) {
    this.store = store;
    this.prefix = "runs/" + run + "/" + scope + "/";
  }

  /** What is wrong with a scope's log; empty when nothing is. */
  static List<String> faults(ObjectStore store, String run, String scope) {
    return of(store, run, scope).faults;
  }

  /** The log, read and checked. */
  static LogAudit of(ObjectStore store, String run, String scope) {
    LogAudit audit = new LogAudit(store, run, scope);
    audit.read();
    return audit;
  }

  List<String> faults() {
    return faults;
  }

  /** The entries of a kind, in order. */
  List<JsonNode> entries(String kind) {
    return entries.stream().filter(entry -> is(entry, kind)).toList();
  }

  /** Keys of entries that were acknowledged and are not in the store as they were written. */
  static List<String> lost(ObjectStore store, Map<String, String> acknowledged) {
    return acknowledged.entrySet().stream()
        .filter(
            entry ->
                !store.get(entry.getKey()).map(Digest::of).equals(Optional.of(entry.getValue())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void read() {
    List<String> keys = keys();
    for (int n = 0; n < keys.size(); n++) {
      String key = String.format(Locale.ROOT, "%slog/%010d.json", prefix, n);
      require(keys.get(n).equals(key), n, "lies at " + keys.get(n));
      byte[] bytes = store.get(keys.get(n)).orElseThrow();
      check(n, tree(bytes));
      parent = Digest.of(bytes);
    }
    blobs();
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>();
    List<String> page;
    do {
      page = store.list(prefix + "log/", keys.isEmpty() ? "" : keys.get(keys.size() - 1), PAGE);
      keys.addAll(page);
    } while (page.size() == PAGE);
    return keys;
  }

  private void check(int n, JsonNode entry) {
    entries.add(entry);
    JsonNode stamp = entry.path("stamp");
    require(stamp.path("n").asLong(-1) == n, n, "says that it is " + stamp.path("n"));
    require(Objects.equals(stamp.path("parent").textValue(), parent), n, "has another parent");
    require(!done || is(entry, "maintenance"), n, "comes after the end");
    if (is(entry, "claim")) {
      require(Objects.equals(number(entry, "previous"), claim), n, "skips a claim");
      require(Objects.equals(number(entry, "commit"), newest()), n, "does not see a commit");
      claim = (long) n;
      released = false;
    } else if (!is(entry, "maintenance")) {
      require(Objects.equals(number(entry, "claim"), claim) && !released, n, "is of no holder");
      holder(n, entry);
    }
  }

  private void holder(int n, JsonNode entry) {
    if (is(entry, "commit")) {
      require(Objects.equals(number(entry, "base"), newest()), n, "does not go on from the newest");
      JsonNode before = commit;
      boolean sameStage = before != null && before.path("stage").equals(entry.path("stage"));
      boolean grows =
          before == null
              || !sameStage
              || entry.path("position").asLong() >= before.path("position").asLong();
      require(grows, n, "goes back");
      commit = entry;
    } else if (is(entry, "release")) {
      require(Objects.equals(number(entry, "commit"), newest()), n, "does not see a commit");
      released = true;
    } else {
      require(is(entry, "done"), n, "is of kind " + entry.path("kind"));
      require(Objects.equals(number(entry, "commit"), newest()), n, "does not see a commit");
      done = true;
    }
  }

  private @Nullable Long newest() {
    return commit == null ? null : Long.valueOf(commit.path("stamp").path("n").asLong());
  }

  private static @Nullable Long number(JsonNode entry, String field) {
    JsonNode value = entry.path(field);
    return value.isIntegralNumber() ? Long.valueOf(value.asLong()) : null;
  }

  private static boolean is(JsonNode entry, String kind) {
    return entry.path("kind").asText().equals(kind);
  }

  /** All that the newest commit names is there and whole. */
  private void blobs() {
    JsonNode newest = commit;
    if (newest == null) {
      return;
    }
    Map<String, String> named = new TreeMap<>();
    newest.path("contents").findParents("sha256").forEach(blob -> named.put(key(blob), sha(blob)));
    named.forEach(
        (key, digest) -> {
          if (!store.get(key).map(Digest::of).equals(Optional.of(digest))) {
            faults.add(key + " is missing or damaged");
          }
        });
  }

  private String key(JsonNode blob) {
    String folder = blob.path("restricted").asBoolean() ? "restricted/" : "blobs/";
    return prefix + folder + blob.path("claim").asLong() + "/" + sha(blob);
  }

  private static String sha(JsonNode blob) {
    return blob.path("sha256").asText();
  }

  private void require(boolean rule, int n, String fault) {
    if (!rule) {
      faults.add(prefix + " entry " + n + " " + fault);
    }
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
