package realign.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Starts the program that computes. Its fakes lie beside the tests. */
interface ChildStarter {

  /**
   * Starts it with open pipes to stdin, stdout and stderr.
   *
   * @param arguments arguments of {@code realign.batch.Main}
   * @param variables environment variables to add
   */
  Process start(List<String> arguments, Map<String, String> variables) throws IOException;
}
