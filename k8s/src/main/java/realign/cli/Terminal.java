package realign.cli;

import java.io.PrintStream;

/**
 * Where a command writes. Not for reading: no command asks a question.
 *
 * @param out the result
 * @param err the talk
 * @param outIsTerminal whether a person looks at the result
 * @param errIsTerminal whether a person looks at the talk
 */
record Terminal(PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {

  /** The launcher looks, since Java cannot tell one stream from another. */
  static Terminal system() {
    return new Terminal(
        System.out,
        System.err,
        Boolean.getBoolean("realign.out.terminal"),
        Boolean.getBoolean("realign.err.terminal"));
  }
}
