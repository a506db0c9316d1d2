package realign.access;

/** What a role may do with keys. */
public enum Permission {
  /** Read objects. */
  READ,
  /** Create objects, by put-if-absent only: nothing is ever overwritten. */
  CREATE,
  /** Create and overwrite objects. */
  WRITE,
  /** Delete objects. */
  DELETE
}
