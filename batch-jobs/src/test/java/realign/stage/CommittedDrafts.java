package realign.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.Restored;
import realign.store.Payload;

/** A scope's log in memory, without its protocol: drafts in, the newest commit out. */
public final class CommittedDrafts {
  private final Map<String, byte[]> artefacts = new TreeMap<>();
  private final Set<String> restricted = new TreeSet<>();
  private final Map<String, List<String>> records = new TreeMap<>();
  private @Nullable Draft newest;
  private Map<String, byte[]> state = Map.of();

  /** Commits a draft. */
  public CommittedDrafts commit(Draft draft) {
    newest = draft;
    state = new HashMap<>();
    draft.state().forEach((name, payload) -> state.put(name, bytes(payload)));
    draft
        .artefacts()
        .forEach(
            (name, artefact) -> {
              artefacts.put(name, bytes(artefact.payload()));
              note(name, artefact.restricted());
            });
    artefacts.keySet().removeAll(draft.drop());
    for (Draft.Append append : draft.records()) {
      records.computeIfAbsent(append.stream(), s -> new ArrayList<>()).addAll(append.lines());
      note(append.stream(), append.restricted());
    }
    return this;
  }

  private void note(String name, boolean isRestricted) {
    if (isRestricted) {
      restricted.add(name);
    }
  }

  /** Names of artefacts and streams that were restricted. */
  public Set<String> restricted() {
    return Set.copyOf(restricted);
  }

  /** Artefacts by name. */
  public Map<String, byte[]> artefacts() {
    return artefacts;
  }

  /** Record lines by stream. */
  public Map<String, List<String>> records() {
    return records;
  }

  /** Record lines of one stream. */
  public List<String> records(String stream) {
    return records.getOrDefault(stream, List.of());
  }

  /** State blobs of the newest commit by name. */
  public Map<String, byte[]> state() {
    return state;
  }

  /** The newest commit as it was when this was called. */
  public Restored newest() {
    return Objects.requireNonNull(restored(), "nothing was committed");
  }

  /** The newest commit as it was when this was called, or null. */
  public @Nullable Restored restored() {
    Draft commit = newest;
    if (commit == null) {
      return null;
    }
    Map<String, byte[]> stateNow = Map.copyOf(state);
    Map<String, byte[]> artefactsNow = Map.copyOf(artefacts);
    Map<String, List<String>> recordsNow = new HashMap<>();
    records.forEach((stream, lines) -> recordsNow.put(stream, List.copyOf(lines)));
    return new MemoryCommit(commit, stateNow, artefactsNow, recordsNow);
  }

  /**
   * Drives a stage from the newest commit for at most so many items, committing each or the last.
   */
  public long drive(Stage<?> stage, long items, boolean commitEach) {
    try (stage) {
      stage.open(restored());
      return driveOpen(stage, items, commitEach);
    }
  }

  private <I> long driveOpen(Stage<I> stage, long items, boolean commitEach) {
    I item;
    long done = 0;
    while (done < items && (item = stage.read()) != null) {
      stage.process(item);
      done++;
      if (commitEach) {
        commit(stage.draft());
      }
    }
    if (!commitEach) {
      commit(stage.draft());
    }
    return done;
  }

  private static byte[] bytes(Payload payload) {
    try (InputStream in = payload.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record MemoryCommit(
      Draft draft,
      Map<String, byte[]> states,
      Map<String, byte[]> blobs,
      Map<String, List<String>> lines)
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
      return states.keySet();
    }

    @Override
    public ByteBuffer state(String name) {
      return buffer(states, name);
    }

    @Override
    public Set<String> artefactNames() {
      return blobs.keySet();
    }

    @Override
    public ByteBuffer artefact(String name) {
      return buffer(blobs, name);
    }

    @Override
    public List<String> records(String stream) {
      return lines.getOrDefault(stream, List.of());
    }

    private static ByteBuffer buffer(Map<String, byte[]> from, String name) {
      byte[] bytes = from.get(name);
      if (bytes == null) {
        throw new IllegalArgumentException("no " + name + " among " + from.keySet());
      }
      return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }
  }
}
