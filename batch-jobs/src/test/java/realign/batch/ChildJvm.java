package realign.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A JVM of its own with the class path of the tests: for what ends or kills a process. */
final class ChildJvm implements AutoCloseable {
  /**
   * For children by the hundred: a small heap, no file of counters for each, no warnings among the
   * lines.
   */
  private static final List<String> FLAGS =
      List.of("-Xmx400m", "-XX:-UsePerfData", "-Xlog:disable", "-Xlog:all=warning:stderr");

  private final Process process;
  private final BufferedReader output;
  private final List<String> lines = new ArrayList<>();

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** Starts a main class; its standard error goes to ours. */
  static ChildJvm start(Class<?> main, Map<String, String> environment, String... arguments) {
    return start(
        main,
        ChildClasses.find(),
        environment,
        ProcessBuilder.Redirect.INHERIT,
        List.of(),
        List.of(arguments));
  }

  /** Starts a main class whose standard error is appended to {@code stderr} in a folder. */
  static ChildJvm quiet(Class<?> main, Path folder, List<String> arguments) {
    return quiet(main, Map.of(), folder, arguments);
  }

  /** The same in another environment. */
  static ChildJvm quiet(
      Class<?> main, Map<String, String> environment, Path folder, List<String> arguments) {
    return quiet(main, ChildClasses.find(), environment, folder, arguments);
  }

  /** The same with classes from elsewhere. */
  static ChildJvm quiet(
      Class<?> main,
      ChildClasses classes,
      Map<String, String> environment,
      Path folder,
      List<String> arguments) {
    Path stderr = folder.resolve("stderr");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(
        main,
        classes,
        environment,
        ProcessBuilder.Redirect.appendTo(stderr.toFile()),
        FLAGS,
        arguments);
  }

  private static ChildJvm start(
      Class<?> main,
      ChildClasses classes,
      Map<String, String> environment,
      ProcessBuilder.Redirect stderr,
      List<String> flags,
      List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-cp",
                classes.path(),
                main.getName()));
    command.addAll(1, flags);
    command.addAll(1, classes.flags());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(stderr);
    builder.environment().putAll(environment);
    try {
      return new ChildJvm(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads its output up to a line that holds a text; fails when it ends before. */
  String awaitLine(String part) {
    if (!says(part)) {
      throw new AssertionError("ended without '" + part + "': " + lines);
    }
    return lines.get(lines.size() - 1);
  }

  /** Reads its output up to a line that holds a text; false when it ends before. */
  boolean says(String part) {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.contains(part)) {
          return true;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return false;
  }

  /** Everything that it wrote up to its end, and its exit code. */
  int awaitExit() {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("does not end: " + lines);
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lines read so far. */
  List<String> lines() {
    return lines;
  }

  /** Sends SIGTERM; {@link Process#destroy} would close the pipes as well. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Sends SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /**
   * Leaves it so many bytes of address space beyond those that it has.
   *
   * @return false where the machine has no {@code prlimit}
   */
  boolean limitMemory(long more) throws IOException, InterruptedException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    Path program = Path.of("/usr/bin/prlimit");
    if (!Files.isExecutable(program) || !Files.isReadable(status)) {
      return false;
    }
    long has =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmSize:"))
            .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow();
    Process limit =
        new ProcessBuilder(
                program.toString(),
                "--pid",
                Long.toString(process.pid()),
                "--as=" + (has + more) + ":")
            .inheritIO()
            .start();
    return limit.waitFor() == 0;
  }

  /** Waits until it has stopped itself. */
  void awaitStopped() {
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> state(stat).equals("T"));
  }

  private static String state(Path stat) throws IOException {
    String line = Files.readString(stat);
    return line.substring(line.lastIndexOf(')') + 1).strip().substring(0, 1);
  }

  /** Sends SIGCONT. */
  void wake() {
    try {
      new ProcessBuilder("kill", "-CONT", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes a line to its standard input. */
  void sayLine() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its standard input. */
  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
