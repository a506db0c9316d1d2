package realign.protocol;

import org.jspecify.annotations.Nullable;

/** A process, and all that it remembers. */
final class Proc implements Cloneable {

  /** Where it is. */
  enum Pc {
    /** Is about to read the log to its head. */
    START,
    /** Watches a holder for one time-to-live. */
    WATCH,
    /** Has asked for an append and waits for the answer. */
    AWAIT,
    /** Has got no answer. */
    RETRY,
    /** Holds the scope and is about to restore. */
    RESTORE,
    /** Deletes what dropped commits named, and orphans of older claims. */
    SWEEP,
    /** Holds the scope and may do anything. */
    WORK,
    /** Has dropped commits whose blobs it deletes now. */
    CLEAN,
    /** Is about to write the blob of an entry that is in the log; a broken rule's order. */
    LATE_BLOB,
    DEAD,
    DONE,
    EXIT_6,
    /** Has given up, or released: may be started again. */
    EXIT_7
  }

  int incarnation;
  Pc pc = Pc.START;
  int head = -1;
  int claim = -1;
  int base = -1;
  int position;
  int kept;
  int dropped;
  @Nullable Entry pending;
  boolean moved;
  int deletions;
  boolean pruned;

  /** Whether the store refused a deletion of those under way. */
  boolean undeleted;

  boolean alive() {
    return pc.compareTo(Pc.DEAD) < 0;
  }

  Proc copy() {
    try {
      return (Proc) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends; what it remembered is gone. */
  void end(Pc how) {
    int last = incarnation;
    reset();
    incarnation = last;
    pc = how;
  }

  private void reset() {
    head = -1;
    claim = -1;
    base = -1;
    position = 0;
    kept = 0;
    dropped = 0;
    pending = null;
    moved = false;
    deletions = 0;
    pruned = false;
    undeleted = false;
  }

  void encode(StringBuilder to) {
    to.append((char) pc.compareTo(Pc.START)).append((char) incarnation);
    to.append((char) ((moved ? 2 : 0) + (pruned ? 4 : 0) + (undeleted ? 8 : 0)));
    to.append((char) (head + 1)).append((char) (claim + 1)).append((char) (base + 1));
    to.append((char) position).append((char) kept).append((char) dropped);
    to.append((char) (deletions & 0xffff)).append((char) (deletions >>> 16));
    if (pending != null) {
      pending.encode(to);
    }
  }
}
