package realign.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Starts {@code realign.batch.Main} in a Java virtual machine of its own. Not for tests of
 * commands, which script a child.
 */
record JavaChild(Map<String, String> environment) implements ChildStarter {

  static final String CLASS_PATH = "REALIGN_BATCH_CLASSPATH";
  static final String JVM_OPTIONS = "REALIGN_BATCH_JAVA_OPTS";

  private static final String MAIN = "realign.batch.Main";

  @Override
  public Process start(List<String> arguments, Map<String, String> variables) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().putAll(variables);
    return builder.start();
  }

  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options());
    command.add("-cp");
    command.add(classPath());
    command.add(MAIN);
    command.addAll(arguments);
    return List.copyOf(command);
  }

  private List<String> options() {
    String options = environment.getOrDefault(JVM_OPTIONS, "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
  }

  private String classPath() {
    String classPath = environment.get(CLASS_PATH);
    if (classPath == null || classPath.isEmpty()) {
      throw new ProblemException(
          ExitCode.FAILED,
          new Problem(
              "RLN-701",
              CLASS_PATH,
              null,
              "must hold the class path of the batch program, but is not set",
              "Start the command by scripts/realign, which sets it"));
    }
    return classPath;
  }
}
