package realign.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java processes of tests, on the class path of the tests. */
final class JavaProcesses {
  private JavaProcesses() {}

  static List<String> command(Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }
}
