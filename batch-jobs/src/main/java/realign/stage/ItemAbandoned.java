package realign.stage;

/**
 * Thrown by a stage that leaves the item at hand undone because it was asked to stop. The stage is
 * as it was after the item before; the abandoned one is read again by the next attempt.
 */
public final class ItemAbandoned extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace: it is no failure. */
  public ItemAbandoned() {
    super("left undone because of a stop", null, false, false);
  }
}
