package realign.protocol;

/** What must hold in every state that can be reached. */
enum Invariant {
  /** An entry once visible never changes, and follows the entries before it. */
  ONE_HISTORY,
  /** After {@code done} only maintenance follows. */
  DONE_STAYS_DONE,
  /** What a writer was told is committed is in the log, and later commits go on from it. */
  NOTHING_ACKNOWLEDGED_IS_LOST,
  /** All blobs that the newest commit, its kept ones and {@code done} name are in the store. */
  NAMED_BLOBS_EXIST,
  /** Whoever ends with exit code 6 met another's entry. */
  FENCED_ONLY_BY_ANOTHER,
  /** Who may tell that a holder is dead is not kept out by it. */
  SUCCESSOR_OF_THE_DEAD_GOES_ON,
  /** A holder that gives signs of life is not taken over. */
  THE_LIVING_KEEP_THEIR_SCOPE,
  /** A restore finds the newest acknowledged commit, whole. */
  RESTORE_FINDS_THE_NEWEST,
  /** When a scope is done, no dropped blob is left. */
  NOTHING_DROPPED_IS_LEFT
}
