package realign.cli;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.log.StoredBlob;
import realign.log.StoredCommit;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;

/**
 * The blobs of a checkpoint that hold tensors, by what they are for: {@code weights} is what a
 * training stage goes on from or, at its end, what it offers.
 */
record TensorBlobs(StoredCommit commit) {
  static final String WEIGHTS = "weights";
  private static final String ADAPTER = "adapter";

  /** The blobs to compare, by label. */
  Map<String, StoredBlob> labelled(boolean all) {
    Map<String, StoredBlob> labelled = new TreeMap<>();
    StoredBlob weights = weights();
    if (weights != null) {
      labelled.put(WEIGHTS, weights);
    }
    if (all) {
      withTensors().stream()
          .filter(blob -> !blob.equals(weights))
          .forEach(blob -> labelled.putIfAbsent(blob.name(), blob));
    }
    return labelled;
  }

  Map<String, HostTensor> read(@Nullable StoredBlob blob) {
    if (blob == null) {
      return Map.of();
    }
    ByteBuffer bytes = commit.read(blob);
    return Safetensors.read(bytes);
  }

  private List<StoredBlob> withTensors() {
    return commit.blobs().stream().filter(blob -> !blob.tensors().isEmpty()).toList();
  }

  private @Nullable StoredBlob weights() {
    List<StoredBlob> blobs = withTensors();
    return named(blobs, StoredBlob.Kind.STATE, WEIGHTS)
        .or(() -> named(blobs, StoredBlob.Kind.ARTEFACT, ADAPTER))
        .or(() -> named(blobs, StoredBlob.Kind.ARTEFACT, WEIGHTS))
        .or(() -> lastAttacked(blobs))
        .orElse(null);
  }

  private static Optional<StoredBlob> named(
      List<StoredBlob> blobs, StoredBlob.Kind kind, String name) {
    return blobs.stream().filter(b -> b.kind() == kind && b.name().equals(name)).findFirst();
  }

  /** {@code adapter@STEP}: an attack keeps one for each step that it is measured at. */
  private static Optional<StoredBlob> lastAttacked(List<StoredBlob> blobs) {
    return blobs.stream()
        .filter(blob -> blob.name().matches(ADAPTER + "@\\d{1,9}"))
        .max(
            Comparator.comparingInt(
                blob -> Integer.parseInt(blob.name().substring(ADAPTER.length() + 1))));
  }
}
