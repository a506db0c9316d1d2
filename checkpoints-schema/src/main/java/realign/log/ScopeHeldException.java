package realign.log;

/** Another process holds the scope and shows signs of life: exit code 6. */
public final class ScopeHeldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScopeHeldException(String message) {
    super(message);
  }
}
