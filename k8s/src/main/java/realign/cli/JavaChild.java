package realign.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import realign.spec.BatchJvm;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Starts {@code realign.batch.Main} in a Java virtual machine of its own. Not for tests of
 * commands, which script a child.
 */
record JavaChild(Map<String, String> environment) implements ChildStarter {

  static final String CLASS_PATH = "REALIGN_BATCH_CLASSPATH";

  private static final String MAIN = "realign.batch.Main";

  @Override
  public Process start(List<String> arguments, Map<String, String> variables) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments));
    builder.environment().putAll(new BatchJvm(environment).variables());
    builder.environment().putAll(variables);
    return builder.start();
  }

  List<String> command(List<String> arguments) {
    return new BatchJvm(environment).command(classPath(), MAIN, arguments);
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
