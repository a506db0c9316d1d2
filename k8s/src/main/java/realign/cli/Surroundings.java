package realign.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a command touches of the world around it, so that a test can be that world. Not for
 * settings: those are options.
 *
 * @param environment environment variables
 * @param directory where relative paths begin
 * @param terminal where to write
 * @param clock what time it is
 * @param child starts the program that computes
 */
record Surroundings(
    Map<String, String> environment,
    Path directory,
    Terminal terminal,
    Clock clock,
    ChildStarter child) {

  Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings system() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        environment,
        Path.of("").toAbsolutePath(),
        Terminal.system(),
        Clock.systemUTC(),
        new JavaChild(environment));
  }

  /** An environment variable; null when it is missing or empty. */
  @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  Path resolve(Path path) {
    return directory.resolve(path).normalize();
  }
}
