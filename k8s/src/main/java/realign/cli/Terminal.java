package realign.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, and where a person answers.
 *
 * @param out the result
 * @param err the talk
 * @param outIsTerminal whether a person looks at the result
 * @param errIsTerminal whether a person looks at the talk
 * @param in where a person answers; null when there is none to ask
 */
record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    @Nullable BufferedReader in) {

  /** The launcher looks, since Java cannot tell one stream from another. */
  static Terminal system() {
    return new Terminal(
        System.out,
        System.err,
        Boolean.getBoolean("realign.out.terminal"),
        Boolean.getBoolean("realign.err.terminal"),
        Boolean.getBoolean("realign.in.terminal")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : null);
  }
}
