package realign.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/** A world for one command: a folder, an environment, a clock and a scripted child. */
final class TestWorld {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  final Path folder;
  final ScriptedChild child = new ScriptedChild();
  final TestClock clock = new TestClock(NOON);
  final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ChildStarter starter = child;
  private boolean terminal;
  private @Nullable String answer;

  TestWorld(Path folder) {
    this.folder = folder;
  }

  /** From now on commands start another child than the scripted one. */
  TestWorld with(ChildStarter other) {
    starter = other;
    return this;
  }

  /** From now on a person looks at both streams. */
  TestWorld atTerminal() {
    terminal = true;
    return this;
  }

  /** From now on a person answers every question so. */
  TestWorld answering(String line) {
    answer = line;
    return this;
  }

  /** Runs a command and gives its exit code; its output replaces that of the command before. */
  int realign(String... arguments) {
    out.reset();
    err.reset();
    return RealignCommand.commandLine(surroundings(), arguments).execute(arguments);
  }

  Surroundings surroundings() {
    BufferedReader in = answer == null ? null : new BufferedReader(new StringReader(answer + "\n"));
    Terminal streams = new Terminal(stream(out), stream(err), terminal, terminal, in);
    return new Surroundings(environment, folder, streams, clock, starter);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** The store that commands use unless told otherwise. */
  ObjectStore store() {
    return ObjectStores.open("file:" + folder.resolve(".realign"));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
