package realign.cli;

/** The {@code realign} command. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(RealignCommand.commandLine(Surroundings.system(), arguments).execute(arguments));
  }
}
