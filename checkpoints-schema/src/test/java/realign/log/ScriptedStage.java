package realign.log;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small cell from beginning to end, going on from wherever a log stands, as stages do. */
final class ScriptedStage {
  static final int ITEMS = 6;
  private static final int TRAINED = 4;

  private ScriptedStage() {}

  /** Does what is left to do. */
  static void work(ScopeLog log) {
    if (log.isDone()) {
      return;
    }
    int at = done(log.restore());
    for (int item = at + 1; item <= ITEMS; item++) {
      log.saveNow(draft(item));
    }
    log.done("k", Map.of("records", "d"));
  }

  private static int done(@Nullable Restored from) {
    if (from == null) {
      return 0;
    }
    int before = from.stage().equals("attack") ? 0 : TRAINED;
    return before + (int) from.position();
  }

  /** Item of both stages: four of training, two of evaluation. */
  private static Draft draft(int item) {
    boolean training = item <= TRAINED;
    return new Draft(
        training ? "attack" : "evaluate",
        training ? item : item - TRAINED,
        item == TRAINED || item == ITEMS,
        training
            ? Map.of("weights", Logs.bytes("w" + item), "method", Logs.bytes("constant"))
            : Map.of(),
        artefacts(item),
        item == TRAINED + 1 ? Set.of("adapter@2") : Set.of(),
        List.of(
            new Draft.Append("steps", false, List.of("item " + item)),
            new Draft.Append("texts", true, List.of("text " + item, "more " + item))));
  }

  private static Map<String, Draft.Artefact> artefacts(int item) {
    return switch (item) {
      case 2 -> Map.of("adapter@2", new Draft.Artefact(Logs.bytes("A2"), true));
      case TRAINED -> Map.of("summary", new Draft.Artefact(Logs.bytes("S"), false));
      default -> Map.of();
    };
  }

  /** What a finished log names, without the claims under which it was written. */
  static String result(realign.store.ObjectStore store, String scope) {
    LogState state = new LogReader(store, new ScopeKeys(Logs.RUN, scope)).head();
    LogEntry.Done done = Objects.requireNonNull(state.done(), "not done");
    StringBuilder text = new StringBuilder();
    Restored result = Objects.requireNonNull(ScopeView.result(store, Logs.RUN, scope));
    text.append(Logs.content(result)).append(result.records("texts"));
    done.contents().blobs().forEach(blob -> text.append('\n').append(blob.sha256()));
    return text.append(done.key()).append(done.digests()).toString();
  }
}
