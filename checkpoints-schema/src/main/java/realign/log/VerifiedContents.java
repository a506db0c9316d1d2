package realign.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.log.BlobReader.DamagedBlobException;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/**
 * A commit whose blobs were all verified. State is kept from then on, so that it is read once; an
 * artefact and records are read, and verified again, when they are asked for.
 */
final class VerifiedContents implements Restored {
  private final LogEntry.Commit commit;
  private final Contents contents;
  private final BlobReader reader;
  private final Upkeep upkeep;
  private final Map<String, ByteBuffer> state = new TreeMap<>();

  private VerifiedContents(
      LogEntry.Commit commit, Contents contents, BlobReader reader, Upkeep upkeep) {
    this.commit = commit;
    this.contents = contents;
    this.reader = reader;
    this.upkeep = upkeep;
  }

  /** Verifies all that an entry names. */
  static VerifiedContents of(LogEntry.Commit commit, Contents contents, BlobReader reader)
      throws DamagedBlobException {
    return of(commit, contents, reader, Upkeep.NONE);
  }

  /** Verifies all that an entry names but what was purged or may not be read. */
  static VerifiedContents of(
      LogEntry.Commit commit, Contents contents, BlobReader reader, Upkeep upkeep)
      throws DamagedBlobException {
    VerifiedContents verified = new VerifiedContents(commit, contents, reader, upkeep);
    for (Map.Entry<String, BlobRef> blob : contents.state().entrySet()) {
      verified.state.put(blob.getKey(), reader.read(blob.getValue()));
    }
    for (BlobRef blob : contents.withoutState().blobs()) {
      if (verified.whyPurged(blob) == null) {
        verify(blob, reader);
      }
    }
    return verified;
  }

  /** Who may read results but nothing restricted is told so when it asks for a restricted one. */
  private static void verify(BlobRef blob, BlobReader reader) throws DamagedBlobException {
    try {
      reader.verify(blob);
    } catch (StoreException e) {
      if (e.kind() != Kind.REFUSED || !blob.restricted()) {
        throw e;
      }
    }
  }

  /** The commit itself. */
  LogEntry.Commit commit() {
    return commit;
  }

  /** What the entry names. */
  Contents contents() {
    return contents;
  }

  @Override
  public String stage() {
    return commit.stage();
  }

  @Override
  public long position() {
    return commit.position();
  }

  @Override
  public boolean stageDone() {
    return commit.stageDone();
  }

  @Override
  public Set<String> stateNames() {
    return contents.state().keySet();
  }

  @Override
  public ByteBuffer state(String name) {
    ByteBuffer bytes = state.get(name);
    if (bytes == null) {
      throw unknown("state", name, stateNames());
    }
    return bytes.duplicate();
  }

  @Override
  public Set<String> artefactNames() {
    return contents.artefacts().keySet();
  }

  @Override
  public ByteBuffer artefact(String name) {
    @Nullable BlobRef blob = contents.artefacts().get(name);
    if (blob == null) {
      throw unknown("artefact", name, artefactNames());
    }
    return read(blob);
  }

  @Override
  public List<String> records(String stream) {
    List<String> lines = new ArrayList<>();
    for (RecordPart part : contents.streams().getOrDefault(stream, List.of())) {
      String text = StandardCharsets.UTF_8.decode(read(part.blob())).toString();
      int begin = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
        lines.add(text.substring(begin, end));
        begin = end + 1;
      }
    }
    return List.copyOf(lines);
  }

  private @Nullable String whyPurged(BlobRef blob) {
    return upkeep.purged().get(reader.keys().below(blob));
  }

  /** A blob that the entry names, verified. */
  ByteBuffer read(BlobRef blob) {
    return read(blob, reader, upkeep);
  }

  /** A blob, verified; what is gone on purpose is told apart from what is damaged. */
  static ByteBuffer read(BlobRef blob, BlobReader reader, Upkeep upkeep) {
    String purged = upkeep.purged().get(reader.keys().below(blob));
    if (purged != null) {
      throw new PurgedException(reader.keys().blob(blob), purged);
    }
    try {
      return reader.read(blob);
    } catch (DamagedBlobException e) {
      throw e.problem();
    }
  }

  private static IllegalArgumentException unknown(String kind, String name, Set<String> names) {
    return new IllegalArgumentException(kind + " '" + name + "': must be one of " + names);
  }
}
