package realign.log;

/** A wait of the log was ended by an interrupt; the thread is still marked as interrupted. */
final class InterruptedWaitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InterruptedWaitException(InterruptedException cause) {
    super("interrupted while waiting for the store or for a scope", cause);
  }
}
