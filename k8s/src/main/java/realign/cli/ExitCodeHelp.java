package realign.cli;

import realign.spec.ExitCode;

/** {@code realign help exit-codes}. */
final class ExitCodeHelp {
  private ExitCodeHelp() {}

  static String text() {
    return """
        Exit codes; stable, so that scripts may rely on them.

        """
        + ExitCode.help()
        + """

        run ends with the verdict of the gate; report only fetches it and ends with 0.
        A program that was killed (137, say for want of memory) is told as 1: the same
        run command goes on from the last commit.
        """;
  }
}
