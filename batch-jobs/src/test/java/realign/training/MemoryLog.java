package realign.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import realign.log.Draft;
import realign.log.Restored;
import realign.store.Payload;

/** Commits in memory, one after another: what a stage saved is what it is opened on. */
final class MemoryLog {
  private final Map<String, byte[]> artefacts = new TreeMap<>();
  private final List<String> steps = new ArrayList<>();
  private Map<String, byte[]> state = Map.of();
  private Draft last = new Draft("", 0, false, Map.of(), Map.of(), Set.of(), List.of());

  MemoryLog commit(Draft draft) {
    last = draft;
    Map<String, byte[]> blobs = new TreeMap<>();
    draft.state().forEach((name, payload) -> blobs.put(name, bytes(payload)));
    state = blobs;
    draft.artefacts().forEach((name, kept) -> artefacts.put(name, bytes(kept.payload())));
    draft.records().forEach(append -> steps.addAll(append.lines()));
    return this;
  }

  List<String> steps() {
    return List.copyOf(steps);
  }

  Map<String, byte[]> state() {
    return state;
  }

  Map<String, byte[]> artefacts() {
    return artefacts;
  }

  /** The newest commit, unchanged by later ones. */
  Restored restored() {
    return new Commit(last, Map.copyOf(state), Map.copyOf(artefacts), List.copyOf(steps));
  }

  private static byte[] bytes(Payload payload) {
    try (InputStream in = payload.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Commit(
      Draft draft, Map<String, byte[]> blobs, Map<String, byte[]> kept, List<String> steps)
      implements Restored {
    @Override
    public String stage() {
      return draft.stage();
    }

    @Override
    public long position() {
      return draft.position();
    }

    @Override
    public boolean stageDone() {
      return draft.stageDone();
    }

    @Override
    public Set<String> stateNames() {
      return blobs.keySet();
    }

    @Override
    public ByteBuffer state(String name) {
      return ByteBuffer.wrap(Objects.requireNonNull(blobs.get(name), name));
    }

    @Override
    public Set<String> artefactNames() {
      return kept.keySet();
    }

    @Override
    public ByteBuffer artefact(String name) {
      return ByteBuffer.wrap(Objects.requireNonNull(kept.get(name), name));
    }

    @Override
    public List<String> records(String stream) {
      return stream.equals("steps") ? steps : List.of();
    }
  }
}
