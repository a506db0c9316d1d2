package realign.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import realign.store.ObjectStore;
import realign.store.Payload;

/** Damages what a scope's log holds, as a bad disk does. */
final class Damage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectStore store;
  private final String scope;

  /** Damage to a scope, named {@code runs/<run>/<scope>/}. */
  Damage(ObjectStore store, String run, String scope) {
    this.store = store;
    this.scope = "runs/" + run + "/" + scope + "/";
  }

  /**
   * Overwrites all blobs that the first commit which ends a stage brought, so that every commit
   * from there on is damaged and those before it are whole.
   *
   * @return how many blobs were overwritten
   */
  int endOfStage(String stage) {
    Set<String> earlier = new HashSet<>();
    for (String key : store.list(scope + "log/", "", 10_000)) {
      JsonNode entry = read(key);
      Set<String> named = new HashSet<>(entry.findValuesAsText("sha256"));
      if (entry.path("stage").asText().equals(stage) && entry.path("stageDone").asBoolean()) {
        named.removeAll(earlier);
        return overwrite(named);
      }
      earlier.addAll(named);
    }
    throw new IllegalStateException("no commit of " + scope + " ends " + stage);
  }

  /** Overwrites all blobs that there are. */
  int result() {
    List<String> blobs =
        store.list(scope, "", 10_000).stream()
            .map(key -> key.substring(key.lastIndexOf('/') + 1))
            .filter(name -> name.matches("[0-9a-f]{64}"))
            .toList();
    return overwrite(new HashSet<>(blobs));
  }

  private JsonNode read(String key) {
    try {
      return JSON.readTree(store.get(key).orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int overwrite(Set<String> digests) {
    List<String> blobs =
        store.list(scope, "", 10_000).stream()
            .filter(key -> digests.contains(key.substring(key.lastIndexOf('/') + 1)))
            .toList();
    blobs.forEach(key -> store.put(key, Payload.of("rubbish".getBytes(StandardCharsets.UTF_8))));
    return blobs.size();
  }
}
