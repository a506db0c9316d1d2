package realign.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import realign.log.Draft;

/**
 * What skipped saves leave to the next one: records, artefacts and drops. Their state is superseded
 * and not kept.
 */
final class Carry {
  private final List<Draft.Append> records = new ArrayList<>();
  private final Map<String, Draft.Artefact> artefacts = new HashMap<>();
  private final Set<String> drop = new HashSet<>();

  /** The draft with what is carried in front of it. */
  Draft onto(Draft draft) {
    if (isEmpty()) {
      return draft;
    }
    Map<String, Draft.Artefact> allArtefacts = new HashMap<>(artefacts);
    allArtefacts.keySet().removeAll(draft.drop());
    allArtefacts.putAll(draft.artefacts());
    Set<String> allDrops = new HashSet<>(drop);
    allDrops.addAll(draft.drop());
    allDrops.removeAll(draft.artefacts().keySet());
    List<Draft.Append> allRecords = new ArrayList<>(records);
    allRecords.addAll(draft.records());
    return new Draft(
        draft.stage(),
        draft.position(),
        draft.stageDone(),
        draft.state(),
        allArtefacts,
        allDrops,
        allRecords);
  }

  /** Keeps what a skipped draft, made by {@link #onto}, would have written. */
  void keep(Draft skipped) {
    clear();
    records.addAll(skipped.records());
    artefacts.putAll(skipped.artefacts());
    drop.addAll(skipped.drop());
  }

  /** Everything was handed over. */
  void clear() {
    records.clear();
    artefacts.clear();
    drop.clear();
  }

  /** Whether nothing is carried. */
  boolean isEmpty() {
    return records.isEmpty() && artefacts.isEmpty() && drop.isEmpty();
  }
}
