package realign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import realign.spec.BatchJvm;

/** Runs programs one at a time and takes what they print. Ends them when this process ends. */
final class ChildProcess {
  private ChildProcess() {}

  /**
   * How a process ended.
   *
   * @param code 0 when all is well
   * @param output its standard output
   * @param errors its standard error
   */
  record Ended(int code, String output, String errors) {
    /** The last line of its output. */
    String lastLine() {
      return output.strip().lines().reduce("", (before, line) -> line);
    }
  }

  /** A Java that computes, started as the batch program is, with this process's class path. */
  static <T> T java(Class<?> main, List<String> arguments, int threads, Class<T> result) {
    BatchJvm jvm = new BatchJvm(System.getenv());
    Map<String, String> variables = new HashMap<>(jvm.variables());
    variables.put("REALIGN_THREADS", String.valueOf(threads));
    Ended ended =
        run(
            jvm.command(System.getProperty("java.class.path"), main.getName(), arguments),
            variables);
    if (ended.code() != 0) {
      throw new IllegalStateException(
          main.getSimpleName() + " ended with " + ended.code() + ":\n" + ended.errors());
    }
    return Json.read(ended.lastLine(), result);
  }

  static Ended run(List<String> command, Map<String, String> variables) {
    try {
      Path errors = Files.createTempFile("benchmark", ".err");
      try {
        return run(command, variables, errors);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      return new Ended(127, "", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Ended run(List<String> command, Map<String, String> variables, Path errors)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    Thread ending = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ending);
    process.getOutputStream().close();
    String output;
    try (var reader = process.inputReader()) {
      output = String.join("\n", reader.lines().toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ending);
    return new Ended(code, output, Files.readString(errors));
  }
}
