package realign.model;

/** The one place of the engine's settings. Not for computing. */
public final class Engine {
  private Engine() {}

  /**
   * Prepares the calling thread; to be called before it uses a model. Costs nothing when repeated.
   */
  public static void enterThread() {}
}
