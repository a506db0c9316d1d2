package realign.protocol;

/** The rules of the protocol that can be taken away one at a time. */
enum Rule {
  /** On 412 the nonce tells a writer that the entry is its own: else it takes itself for fenced. */
  OWN_NONCE_IS_SUCCESS,
  /**
   * On 412 the nonce tells a writer that the entry is another's: else it takes that for its own.
   */
  OTHER_NONCE_IS_FENCE,
  /** After an unknown outcome the same bytes are put again, and nothing else at that number. */
  SAME_BYTES_ON_RETRY,
  /** On 412 a claimer reads what lies there before it claims behind it. */
  READ_ON_AFTER_412,
  /** Entries are never deleted while the run exists. */
  ENTRIES_STAY,
  /** Blobs are in the store before the entry that names them. */
  BLOBS_BEFORE_ENTRY,
  /** What an entry drops is deleted only once that entry is in the log. */
  DELETE_AFTER_ENTRY,
  /** What is dropped and not yet deleted stays named, so that the next holder deletes it. */
  DROPPED_STAYS_NAMED,
  /** A blob's key tells the claim that wrote it, so no two claims write the same key. */
  BLOBS_PER_CLAIM,
  /** A claim does not write a content again that it has asked to delete. */
  DELETED_CONTENT_STAYS_AWAY,
  /** A claim tells its holder: else nobody knows whose it is, and everybody watches it. */
  HOLDER_AT_CLAIM,
  /** Only a process that is known to be gone is one: else every holder on the own host is. */
  GONE_IS_PROVEN,
  /** Who saw a sign of life looks again whether that process is gone before it ends with 6. */
  LOOK_AGAIN_AFTER_WATCH
}
