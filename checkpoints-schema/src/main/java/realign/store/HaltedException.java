package realign.store;

/**
 * The process would be dead now. An error and not an exception, so that nothing which handles
 * failures of a store handles it.
 */
public final class HaltedException extends Error {
  private static final long serialVersionUID = 1L;

  HaltedException(String point) {
    super("halted " + point);
  }
}
