package realign.cli;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * While a child runs, SIGTERM and SIGINT are the child's matter: it commits the step that it is at
 * and ends, and the command ends with its code, instead of both dying at once. Not for signals
 * while no child runs; those end the command as usual.
 *
 * <p>SIGTERM is passed on. At SIGINT the child's stdin is closed, which asks for the same: a
 * terminal sends SIGINT to the child as well, and a second signal would make it drop its work.
 *
 * <p>The JDK's own class for signals is reached by reflection, since the compiler warns of it
 * without a way to say that this is meant; a shutdown hook could not tell the two signals apart.
 */
final class SignalForwarding implements AutoCloseable {
  private final @Nullable Object oldTerm;
  private final @Nullable Object oldInt;

  private SignalForwarding(@Nullable Object oldTerm, @Nullable Object oldInt) {
    this.oldTerm = oldTerm;
    this.oldInt = oldInt;
  }

  static SignalForwarding to(Process child) {
    // By its handle, since Process.destroy would also close the pipes that its last events come by.
    return new SignalForwarding(
        handle("TERM", handler(() -> child.toHandle().destroy())),
        handle("INT", handler(() -> closeInput(child))));
  }

  /** SIGTERM does this instead of ending the process, as long as no child runs. */
  static SignalForwarding atTerm(Runnable action) {
    return new SignalForwarding(handle("TERM", handler(action)), null);
  }

  @Override
  public void close() {
    restore("TERM", oldTerm);
    restore("INT", oldInt);
  }

  private static void closeInput(Process child) {
    try {
      child.getOutputStream().close();
    } catch (IOException broken) {
      // A pipe that is broken is as closed as it can be.
    }
  }

  private static void restore(String signal, @Nullable Object old) {
    if (old != null) {
      handle(signal, old);
    }
  }

  /** Sets a handler; returns the one before, or null where signals cannot be handled. */
  private static @Nullable Object handle(String name, Object handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));
      return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException unsupported) {
      return null; // The child still ends with us, since its stdin closes.
    }
  }

  private static Object handler(Runnable action) {
    try {
      return Proxy.newProxyInstance(
          SignalForwarding.class.getClassLoader(),
          new Class<?>[] {Class.forName("sun.misc.SignalHandler")},
          (self, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
              return null;
            }
            return method.invoke(action, arguments);
          });
    } catch (ClassNotFoundException unsupported) {
      return action;
    }
  }
}
