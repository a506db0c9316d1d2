package realign.log;

import java.util.Map;

/**
 * A blob as an entry names it.
 *
 * @param kind what it is for
 * @param name its name in the commit; of a record part the stream's name and the part's number
 * @param key its whole key in the store
 * @param size its bytes
 * @param sha256 digest of its bytes
 * @param restricted whether it lies under the restricted prefix
 * @param tensors element type and shape of the tensors inside, by name
 */
public record StoredBlob(
    Kind kind,
    String name,
    String key,
    long size,
    String sha256,
    boolean restricted,
    Map<String, String> tensors) {
  /** What a blob is for. */
  public enum Kind {
    /** To go on from. */
    STATE,
    /** A result that stays. */
    ARTEFACT,
    /** Lines of a record stream. */
    RECORDS
  }
}
