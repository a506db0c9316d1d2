package realign.store;

import org.jspecify.annotations.Nullable;

/**
 * The store failed. Not for a key that is absent or exists already: those are results. A store has
 * tried again what its transport can try again; {@link #kind} tells what is left to do.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is known about the change that failed. */
  public enum Kind {
    /** It did not happen and will not: no permission, disk full, bad credentials. */
    REFUSED,
    /** It did not happen, and may work later: throttled, unavailable. */
    BUSY,
    /** It may have happened: the answer was lost. */
    UNKNOWN
  }

  private final Kind kind;

  /** A failure after which the change is known not to have happened. */
  public StoreException(String message, @Nullable Throwable cause) {
    this(message, cause, Kind.REFUSED);
  }

  /** A failure; {@code outcomeUnknown} when the change may have happened all the same. */
  public StoreException(String message, @Nullable Throwable cause, boolean outcomeUnknown) {
    this(message, cause, outcomeUnknown ? Kind.UNKNOWN : Kind.REFUSED);
  }

  /** A failure of a kind. */
  public StoreException(String message, @Nullable Throwable cause, Kind kind) {
    super(message, cause);
    this.kind = kind;
  }

  /** What is known about the change. */
  public Kind kind() {
    return kind;
  }

  /** Whether the change may have happened all the same. */
  public boolean outcomeUnknown() {
    return kind == Kind.UNKNOWN;
  }
}
