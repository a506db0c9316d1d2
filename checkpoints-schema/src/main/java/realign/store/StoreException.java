package realign.store;

/** The store failed for a reason that a retry of ours will not mend. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  /** A failure after which the change is known not to have happened. */
  public StoreException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /** A failure; {@code outcomeUnknown} when the change may have happened all the same. */
  public StoreException(String message, Throwable cause, boolean outcomeUnknown) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** Whether the change may have happened all the same. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
