package realign.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.spec.Target.CheckpointPolicy;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Drafts, settings and holders of tests. */
final class Logs {
  static final String RUN = "nightly-1";

  private Logs() {}

  static Settings settings() {
    return settings(3, 0);
  }

  static Settings settings(int keepLast, int keepEvery) {
    return new Settings(
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        new CheckpointPolicy(50, Duration.ofMinutes(5), keepLast, keepEvery),
        false,
        new Provenance("0".repeat(64), "0.1.0", Map.of("djl", "0.36.0"), "cpu", "AVX2", 1));
  }

  static Settings force(Settings settings) {
    return new Settings(
        settings.timeToLive(),
        settings.heartbeat(),
        settings.retention(),
        true,
        settings.provenance());
  }

  /** A holder whose process is gone: the next one may claim at once. */
  static Holder gone(String attempt) {
    Holder self = Holder.self();
    return new Holder(
        attempt, null, null, self.bootId(), self.processNamespace(), Integer.MAX_VALUE, "1");
  }

  /** A holder on another host. */
  static Holder elsewhere(String attempt) {
    return new Holder(attempt, null, null, "boot-" + attempt, "pid:[1]", 7, "1");
  }

  static Holder pod(String attempt, String job, int index) {
    return new Holder(attempt, job, index, "boot-" + attempt, "pid:[1]", 1, "1");
  }

  static ScopeLog claim(ObjectStore store, String scope) {
    return ScopeLog.claim(store, RUN, scope, gone("a"), settings());
  }

  static ScopeLog claim(ObjectStore store, String scope, Holder holder, Settings s, Time time) {
    return ScopeLog.claim(
        new ScopeStore(store, new ScopeKeys(RUN, scope), time), holder, s, new ProcessTable());
  }

  static Payload bytes(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Position p: state that tells p, and one line. */
  static Draft draft(long position) {
    return new Draft(
        "align",
        position,
        false,
        Map.of("weights", bytes("w" + position), "moments1", bytes("m" + position)),
        Map.of(),
        Set.of(),
        List.of(new Draft.Append("steps", false, List.of("step " + position))));
  }

  static Draft artefact(long position, String name, String text, boolean restricted) {
    Draft draft = draft(position);
    return new Draft(
        draft.stage(),
        position,
        false,
        draft.state(),
        Map.of(name, new Draft.Artefact(bytes(text), restricted)),
        Set.of(),
        draft.records());
  }

  static Draft drop(long position, String... names) {
    Draft draft = draft(position);
    return new Draft(
        draft.stage(), position, false, draft.state(), Map.of(), Set.of(names), draft.records());
  }

  static Draft end(long position) {
    Draft draft = draft(position);
    return new Draft(
        draft.stage(), position, true, draft.state(), Map.of(), Set.of(), draft.records());
  }

  /** All that a restored commit gives, as text. */
  static Map<String, String> content(@Nullable Restored restored) {
    Map<String, String> content = new TreeMap<>();
    if (restored == null) {
      return content;
    }
    content.put("at", restored.stage() + " " + restored.position() + " " + restored.stageDone());
    restored.stateNames().forEach(n -> content.put("state " + n, text(restored.state(n))));
    restored.artefactNames().forEach(n -> content.put("artefact " + n, text(restored.artefact(n))));
    content.put("steps", String.join("|", restored.records("steps")));
    return content;
  }

  /** The newest commit of a log that has one. */
  static Restored restored(ScopeLog log) {
    return Objects.requireNonNull(log.restore(), "nothing to restore");
  }

  static String text(java.nio.ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  /** All objects below a prefix. */
  static Map<String, byte[]> objects(ObjectStore store, String prefix) {
    Map<String, byte[]> objects = new LinkedHashMap<>();
    for (String key : store.list(prefix, "", 10_000)) {
      objects.put(key, store.get(key).orElseThrow());
    }
    return objects;
  }

  static List<String> blobs(ObjectStore store, String scope) {
    return store.list("runs/" + RUN + "/" + scope + "/", "", 10_000).stream()
        .filter(key -> key.contains("/blobs/") || key.contains("/restricted/"))
        .toList();
  }

  static List<String> steps(int to) {
    String[] lines = new String[to];
    Arrays.setAll(lines, i -> "step " + (i + 1));
    return List.of(lines);
  }
}
