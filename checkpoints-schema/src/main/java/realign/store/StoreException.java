package realign.store;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

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

  private static final Pattern ID = Pattern.compile("RLN-4[0-9]{2}");
  private static final String DEFAULT_ID = "RLN-401";

  private final Kind kind;
  private final ExitCode exitCode;

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
    this(message, cause, kind, inherited(cause));
  }

  /** A failure of a kind that ends the program with this code. */
  public StoreException(String message, @Nullable Throwable cause, Kind kind, ExitCode exitCode) {
    super(message, cause);
    this.kind = kind;
    this.exitCode = exitCode;
  }

  private static ExitCode inherited(@Nullable Throwable cause) {
    return cause instanceof StoreException store ? store.exitCode : ExitCode.STORE_UNAVAILABLE;
  }

  /** With what a program ends that cannot go on; that of the cause unless it has its own. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** Id of the problem: the one in the message, else that of a store that cannot be used. */
  public String id() {
    return ID.matcher(words(getMessage()))
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElse(DEFAULT_ID);
  }

  /** The message without its id. */
  public String words() {
    return words(getMessage()).replace(" [" + id() + "]", "");
  }

  private static String words(@Nullable String message) {
    return message == null ? "" : message;
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
