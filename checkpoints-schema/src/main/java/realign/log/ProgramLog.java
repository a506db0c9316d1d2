package realign.log;

import java.util.List;
import java.util.Optional;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * The program's own log lines under one attempt at a scope, kept for people once its pod is gone:
 * JSON, a line each. Nothing is read from it to go on, and no model's answer is ever in it.
 */
public record ProgramLog(String run, String scope, long attempt) {
  /** Most bytes of one attempt: the newest lines. */
  public static final int LARGEST = 1 << 20;

  private static final int MOST_ATTEMPTS = 1000;
  private static final String ENDING = ".jsonl";

  /** Those of a scope that the store has, oldest first. */
  public static List<ProgramLog> of(ObjectStore store, String run, String scope) {
    String folder = folder(run, scope);
    return store.list(folder, "", MOST_ATTEMPTS).stream()
        .map(key -> key.substring(folder.length()))
        .filter(name -> name.matches("[1-9][0-9]{0,9}" + ENDING))
        .map(name -> Long.valueOf(name.substring(0, name.length() - ENDING.length())))
        .sorted()
        .map(attempt -> new ProgramLog(run, scope, attempt))
        .toList();
  }

  /** Its key in the store. */
  public String key() {
    return folder(run, scope) + attempt + ENDING;
  }

  private static String folder(String run, String scope) {
    return "runs/" + run + "/" + scope + "/logs/";
  }

  /** Its lines, UTF-8; empty when there are none. Whoever wrote more wrote none that are read. */
  public Optional<byte[]> read(ObjectStore store) {
    return store.getRange(key(), 0, LARGEST + 1).filter(bytes -> bytes.length <= LARGEST);
  }

  /** Keeps lines in place of those that were kept before. */
  public void put(ObjectStore store, byte[] lines) {
    if (lines.length > LARGEST) {
      throw new IllegalArgumentException(lines.length + " bytes: must be at most " + LARGEST);
    }
    store.put(key(), Payload.of(lines));
  }
}
