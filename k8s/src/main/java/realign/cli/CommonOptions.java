package realign.cli;

import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  boolean verbose;

  @Option(names = "--no-color", description = "No colours; also by NO_COLOR.")
  boolean noColour;
}
