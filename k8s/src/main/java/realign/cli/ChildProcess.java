package realign.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A running child: its events are read on the caller's thread, its stderr on one of its own. It
 * ends when its stdin closes, so it cannot outlive the command, however that one ends. Not for
 * deciding what an event means.
 */
final class ChildProcess {
  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  static ChildProcess start(
      ChildStarter starter, List<String> arguments, Map<String, String> variables) {
    try {
      return new ChildProcess(starter.start(arguments, variables));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start the batch program", failure);
    }
  }

  /**
   * Hands every event to {@code events} and every line of stderr to {@code talk} until the child
   * has ended.
   *
   * @return the child's exit code, as the operating system has it
   */
  int follow(Consumer<Event> events, Consumer<String> talk) {
    Thread errors = new Thread(() -> lines(process.getErrorStream(), talk), "child-stderr");
    errors.setDaemon(true);
    errors.start();
    SignalForwarding forwarding = SignalForwarding.to(process);
    try {
      lines(process.getInputStream(), line -> events.accept(Events.parse(line)));
      int exit = process.waitFor();
      errors.join();
      return exit;
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the batch program ran", interrupted);
    } finally {
      forwarding.close();
    }
  }

  private static void lines(InputStream stream, Consumer<String> consumer) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        consumer.accept(line);
      }
    } catch (IOException closed) {
      // The pipe of a process that was killed may break instead of ending; its exit code tells.
    }
  }
}
