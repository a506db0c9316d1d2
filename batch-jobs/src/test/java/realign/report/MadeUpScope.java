package realign.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import realign.log.Draft;
import realign.log.Restored;
import realign.result.ResultJson;
import realign.result.ScopeRecords;

/** A commit as a log would give it back. */
record MadeUpScope(
    String stage,
    long position,
    boolean stageDone,
    Map<String, ByteBuffer> artefacts,
    Map<String, List<String>> streams)
    implements Restored {

  /** A finished scope with these records. */
  static MadeUpScope of(ScopeRecords records) {
    return new MadeUpScope(
        "evaluate",
        1,
        true,
        Map.of(),
        Map.of(
            "steps", records.steps().stream().map(ResultJson::line).toList(),
            "answers", records.answers().stream().map(ResultJson::line).toList(),
            "measures", records.measures().stream().map(ResultJson::line).toList()));
  }

  /** What comes back of a draft. */
  static MadeUpScope of(Draft draft) {
    Map<String, ByteBuffer> artefacts = new java.util.HashMap<>();
    draft.artefacts().forEach((name, artefact) -> artefacts.put(name, bytes(artefact)));
    return new MadeUpScope(draft.stage(), draft.position(), draft.stageDone(), artefacts, Map.of());
  }

  private static ByteBuffer bytes(Draft.Artefact artefact) {
    try {
      return ByteBuffer.wrap(artefact.payload().open().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Set<String> stateNames() {
    return Set.of();
  }

  @Override
  public ByteBuffer state(String name) {
    throw new IllegalArgumentException("there is no state " + name);
  }

  @Override
  public Set<String> artefactNames() {
    return artefacts.keySet();
  }

  @Override
  public ByteBuffer artefact(String name) {
    return Objects.requireNonNull(artefacts.get(name), name).duplicate();
  }

  @Override
  public List<String> records(String stream) {
    return streams.getOrDefault(stream, List.of());
  }
}
