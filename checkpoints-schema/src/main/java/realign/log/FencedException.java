package realign.log;

/**
 * Another process has claimed the scope: this one may write no more. Exit code 6; whatever was told
 * to be committed is committed.
 */
public final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
