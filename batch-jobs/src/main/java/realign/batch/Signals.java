package realign.batch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns signals, and the end of the command that started this process, into a stop. A shutdown hook
 * would be too late: the job history and the engine would already be going down beside it.
 *
 * <p>The JDK's own class for signals is reached by reflection, since the compiler warns of it
 * without a way to say that this is meant.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private static final AtomicBoolean ONCE = new AtomicBoolean();

  private Signals() {}

  /** From now on SIGTERM and SIGINT stop the work; the second one of either ends the process. */
  static void handle(StopSignal stop) {
    on("TERM", () -> stopOrHalt(stop, StopSignal.Reason.TERMINATED));
    on("INT", () -> stopOrHalt(stop, StopSignal.Reason.INTERRUPTED));
  }

  private static void stopOrHalt(StopSignal stop, StopSignal.Reason reason) {
    stop.raise(reason);
    if (!ONCE.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(reason.lost().number());
    }
  }

  /** Stops the work when the input ends, since then the command that started us is gone. */
  static void watchParent(InputStream input, StopSignal stop) {
    Thread watcher =
        new Thread(
            () -> {
              drain(input);
              stop.raise(StopSignal.Reason.PARENT_GONE);
            },
            "parent-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void drain(InputStream input) {
    try {
      while (input.read() >= 0) {
        // what the parent says means nothing, only that it is there
      }
    } catch (IOException e) {
      LOG.debug("standard input is broken, as if it had ended", e);
    }
  }

  private static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                  return null;
                }
                return method.invoke(action, arguments);
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.warn("SIG{} ends the process without a last commit: {}", name, e.toString());
    }
  }
}
