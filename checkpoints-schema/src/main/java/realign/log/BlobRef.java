package realign.log;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import realign.spec.Digest;

/**
 * A blob that an entry names.
 *
 * @param sha256 digest of its bytes, and its name in the store
 * @param size its bytes
 * @param claim number of the claim under which it was written
 * @param restricted whether it lies under the restricted prefix
 * @param tensors element type and shape of the tensors inside, such as {@code F32 [8, 64]}, by name
 */
record BlobRef(
    String sha256, long size, long claim, boolean restricted, Map<String, String> tensors) {

  BlobRef {
    if (!Digest.isDigest(sha256)) {
      throw new IllegalArgumentException("sha256 '" + sha256 + "': must be 64 hex digits");
    }
    if (size < 0 || claim < 0) {
      throw new IllegalArgumentException(
          "size " + size + ", claim " + claim + ": must be 0 or more");
    }
    tensors.values().forEach(Objects::requireNonNull);
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }
}
