package realign.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import realign.safetensors.TensorPayload;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.ObjectStore;
import realign.store.Payload;

/**
 * Writes blobs under a claim, each content once. It skips only what a restore verified in the
 * commit that it went on from, or what it wrote itself since: no listing and no hint can make it
 * skip.
 */
final class BlobWriter {
  private final ObjectStore store;
  private final ScopeKeys keys;
  private final long claim;
  private final Map<Content, BlobRef> known = new HashMap<>();

  private record Content(String sha256, boolean restricted) {}

  BlobWriter(ObjectStore store, ScopeKeys keys, long claim) {
    this.store = store;
    this.keys = keys;
    this.claim = claim;
  }

  /**
   * Tells it which blobs a restore verified. What it wrote before counts no more: the restore may
   * have found it damaged, and then it has to be written again.
   */
  void trustOnly(Collection<BlobRef> verified) {
    known.clear();
    verified.forEach(blob -> known.put(content(blob), blob));
  }

  /** Writes several blobs, in the order of their names. */
  Map<String, BlobRef> writeAll(Map<String, Payload> payloads, boolean restricted) {
    Map<String, BlobRef> written = new TreeMap<>();
    new TreeMap<>(payloads)
        .forEach((name, payload) -> written.put(name, write(payload, restricted)));
    return written;
  }

  /** Writes a blob again that another scope's log names. */
  BlobRef copy(BlobRef source, ByteBuffer bytes) {
    Payload payload = Payload.of(List.of(bytes));
    return write(payload, source.sha256(), source.restricted(), source.tensors());
  }

  /** Writes a blob, durable when this returns. */
  BlobRef write(Payload payload, boolean restricted) {
    requireReadable(payload);
    return write(payload, digest(payload), restricted, tensors(payload));
  }

  private void requireReadable(Payload payload) {
    if (payload.size() > Draft.LARGEST_BLOB) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
              "RLN-414",
              keys.name(),
              payload.size() + " bytes",
              "must commit blobs of at most " + Draft.LARGEST_BLOB + " bytes",
              "Train an adapter, or fewer parameters"));
    }
  }

  private BlobRef write(
      Payload payload, String sha256, boolean restricted, Map<String, String> tensors) {
    BlobRef blob = new BlobRef(sha256, payload.size(), claim, restricted, tensors);
    BlobRef same = known.get(content(blob));
    if (same != null) {
      return same;
    }
    store.put(keys.blob(blob), payload);
    known.put(content(blob), blob);
    return blob;
  }

  /** Deletes a blob that no entry which counts names any more. */
  void delete(BlobRef blob) {
    known.remove(content(blob), blob);
    store.delete(keys.blob(blob));
  }

  private static Content content(BlobRef blob) {
    return new Content(blob.sha256(), blob.restricted());
  }

  private static String digest(Payload payload) {
    try (InputStream in = payload.open()) {
      return Digest.of(in, payload.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> tensors(Payload payload) {
    return payload instanceof TensorPayload file ? file.tensors() : Map.of();
  }
}
