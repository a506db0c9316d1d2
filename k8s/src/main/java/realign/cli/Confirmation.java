package realign.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Asks a person before what cannot be undone; nobody else is asked. */
record Confirmation(Terminal terminal, boolean yes) {
  private static final Set<String> YES = Set.of("y", "yes");

  /**
   * Returns when it may be done.
   *
   * @param what what is about to happen, as a question without its mark
   * @throws ProblemException when the answer is no, or there is nobody to ask
   */
  void require(String what) {
    if (yes) {
      return;
    }
    BufferedReader in = terminal.in();
    if (in == null) {
      throw refused(what, "must be confirmed, and nobody is at the terminal");
    }
    terminal.err().print(what + "? [y/N] ");
    terminal.err().flush();
    if (!YES.contains(answer(in))) {
      throw refused(what, "was not confirmed, so nothing was changed");
    }
  }

  private static String answer(BufferedReader in) {
    try {
      String line = in.readLine();
      return line == null ? "" : line.strip().toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException("the answer could not be read", e);
    }
  }

  private static ProblemException refused(String what, String rule) {
    return new ProblemException(
        ExitCode.USAGE, new Problem("RLN-752", what + ":", null, rule, "Add --yes to do it"));
  }
}
