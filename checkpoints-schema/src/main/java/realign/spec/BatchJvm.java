package realign.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a Java virtual machine that computes is started: the one place of its flags, so that what is
 * benchmarked is what runs. Starts nothing itself, and knows no class path.
 *
 * @param environment variables of the process that starts it
 */
public record BatchJvm(Map<String, String> environment) {
  /** Names the variable with flags of the person who starts it. */
  public static final String OPTIONS = "REALIGN_BATCH_JAVA_OPTS";

  /**
   * Tells idle native threads to sleep. They would spin by default, and two threads on two busy
   * cores then cost ten times the CPU time; the library reads this before any of our code runs.
   */
  private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

  /**
   * The native library does the work: Java's optimising compiler and its parallel collector would
   * cost more CPU time and memory than they save.
   */
  private static final List<String> SMALL =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms64m");

  /** Variables to start it with, those that the environment already sets left as they are. */
  public Map<String, String> variables() {
    return environment.containsKey(WAIT_POLICY) ? Map.of() : Map.of(WAIT_POLICY, "PASSIVE");
  }

  /** Flags of the virtual machine; those of the person who starts it come last and win. */
  public List<String> flags() {
    String own = environment.getOrDefault(OPTIONS, "").strip();
    List<String> flags = new ArrayList<>(SMALL);
    if (!own.isEmpty()) {
      flags.addAll(List.of(own.split("\\s+")));
    }
    return List.copyOf(flags);
  }

  /**
   * The whole command line, with the Java that this process runs on.
   *
   * @param classPath the class path, or {@code @FILE}: an argument file of Java that gives it
   */
  public List<String> command(String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(classPath.startsWith("@") ? List.of(classPath) : List.of("-cp", classPath));
    command.add(mainClass);
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
