package realign.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The blobs that an entry names.
 *
 * @param state what to go on from, by name
 * @param artefacts what stays, by name
 * @param streams parts of the record streams in order, by name
 */
record Contents(
    Map<String, BlobRef> state,
    Map<String, BlobRef> artefacts,
    Map<String, List<RecordPart>> streams) {

  static final Contents NOTHING = new Contents(Map.of(), Map.of(), Map.of());
  private static final int MOST_PARTS = 32;

  Contents {
    state.values().forEach(Objects::requireNonNull);
    artefacts.values().forEach(Objects::requireNonNull);
    state = Collections.unmodifiableMap(new TreeMap<>(state));
    artefacts = Collections.unmodifiableMap(new TreeMap<>(artefacts));
    streams = Collections.unmodifiableMap(copied(streams));
  }

  private static Map<String, List<RecordPart>> copied(Map<String, List<RecordPart>> streams) {
    Map<String, List<RecordPart>> copy = new TreeMap<>();
    streams.forEach((name, parts) -> copy.put(name, List.copyOf(parts)));
    copy.forEach(Contents::checkParts);
    return copy;
  }

  private static void checkParts(String name, List<RecordPart> parts) {
    if (parts.size() > MOST_PARTS) {
      throw new IllegalArgumentException(
          "stream " + name + " of " + parts.size() + " parts: must be at most " + MOST_PARTS);
    }
  }

  /** The same without what one can go on from. */
  Contents withoutState() {
    return new Contents(Map.of(), artefacts, streams);
  }

  /** The same names with other blobs. */
  Contents map(UnaryOperator<BlobRef> change) {
    Map<String, BlobRef> newState = new TreeMap<>(state);
    newState.replaceAll((name, blob) -> change.apply(blob));
    Map<String, BlobRef> newArtefacts = new TreeMap<>(artefacts);
    newArtefacts.replaceAll((name, blob) -> change.apply(blob));
    Map<String, List<RecordPart>> newStreams = new TreeMap<>(streams);
    newStreams.replaceAll((name, parts) -> parts.stream().map(p -> p.with(change)).toList());
    return new Contents(newState, newArtefacts, newStreams);
  }

  /** Every blob. */
  List<BlobRef> blobs() {
    List<BlobRef> blobs = new ArrayList<>(state.values());
    blobs.addAll(artefacts.values());
    streams.values().forEach(parts -> parts.forEach(part -> blobs.add(part.blob())));
    return blobs;
  }
}
