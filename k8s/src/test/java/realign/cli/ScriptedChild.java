package realign.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A child that says what it was told to say, within this process. */
final class ScriptedChild implements ChildStarter {
  final List<List<String>> calls = new ArrayList<>();
  final List<Map<String, String>> variables = new ArrayList<>();
  private String stdout = "";
  private String stderr = "";
  private int exit;
  private Runnable work = () -> {};

  ScriptedChild prints(String... lines) {
    stdout = String.join("\n", lines) + "\n";
    return this;
  }

  ScriptedChild talks(String... lines) {
    stderr = String.join("\n", lines) + "\n";
    return this;
  }

  ScriptedChild exits(int code) {
    exit = code;
    return this;
  }

  /** What it does to the store before it ends. */
  ScriptedChild does(Runnable action) {
    work = action;
    return this;
  }

  List<String> lastCall() {
    return calls.get(calls.size() - 1);
  }

  @Override
  public Process start(List<String> arguments, Map<String, String> environment) {
    calls.add(arguments);
    variables.add(environment);
    work.run();
    return new EndedProcess(stdout, stderr, exit);
  }

  /** A process that has ended and whose output is still to be read. */
  private static final class EndedProcess extends Process {
    private final InputStream stdout;
    private final InputStream stderr;
    private final int exit;

    EndedProcess(String stdout, String stderr, int exit) {
      this.stdout = new ByteArrayInputStream(stdout.getBytes(StandardCharsets.UTF_8));
      this.stderr = new ByteArrayInputStream(stderr.getBytes(StandardCharsets.UTF_8));
      this.exit = exit;
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return stdout;
    }

    @Override
    public InputStream getErrorStream() {
      return stderr;
    }

    @Override
    public int waitFor() {
      return exit;
    }

    @Override
    public int exitValue() {
      return exit;
    }

    @Override
    public void destroy() {}
  }
}
