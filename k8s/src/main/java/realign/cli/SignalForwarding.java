package realign.cli;

import java.util.concurrent.CompletableFuture;

/**
 * Passes SIGINT and SIGTERM on to the child while it runs, and its exit code back: the virtual
 * machine that was told to stop waits until the child has committed its last step, then ends with
 * the child's code instead of 130 or 143. Not for signals while no child runs.
 */
final class SignalForwarding implements AutoCloseable {
  private static final CompletableFuture<Integer> ENDING = new CompletableFuture<>();

  private final Thread hook;

  private SignalForwarding(Thread hook) {
    this.hook = hook;
  }

  static SignalForwarding to(Process child) {
    Thread hook = new Thread(() -> stop(child), "signal-forwarding");
    Runtime.getRuntime().addShutdownHook(hook);
    return new SignalForwarding(hook);
  }

  /** To be called by the main thread with the code that the command ends with. */
  static void ending(int exitCode) {
    ENDING.complete(exitCode);
  }

  private static void stop(Process child) {
    child.destroy();
    Runtime.getRuntime().halt(ENDING.join());
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs already and waits for the main thread to end the command.
    }
  }
}
