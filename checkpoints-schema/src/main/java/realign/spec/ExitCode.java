package realign.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every way in which a command or a process of this project ends. Stable: scripts, Job policies and
 * people rely on the numbers. 137 is not among them, since only a kill ends a process so.
 */
public enum ExitCode {
  DONE(0, "done; the gate passed, or there is none"),
  FAILED(1, "unexpected failure"),
  USAGE(2, "wrong use of the command"),
  INVALID(3, "invalid spec or data"),
  CREDENTIALS(4, "credentials are missing or were refused"),
  NOT_FOUND(5, "not found"),
  HELD(6, "another attempt holds the scope, or has taken it over"),
  STORE_UNAVAILABLE(7, "store or cluster unavailable after retries"),
  BLOCKED(10, "gate blocked; the champion is kept"),
  INCONCLUSIVE(11, "gate inconclusive; treated as blocked"),
  BUDGET(12, "budget or deadline spent; the checkpoint is committed"),
  PREEMPTED(75, "preempted; the checkpoint is committed, start again"),
  INTERRUPTED(130, "interrupted before a commit was possible"),
  TERMINATED(143, "terminated before a commit was possible");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** What the operating system is told. */
  public int number() {
    return number;
  }

  /** The meaning in one line. */
  public String meaning() {
    return meaning;
  }

  /** The code with that number; {@link #FAILED} for a number that is not ours. */
  public static ExitCode of(int number) {
    return Arrays.stream(values()).filter(c -> c.number == number).findFirst().orElse(FAILED);
  }

  /** The text of {@code help exit-codes}: one line a code. */
  public static String help() {
    return Arrays.stream(values())
        .map(code -> String.format(Locale.ROOT, "%4d  %s%n", code.number, code.meaning))
        .collect(Collectors.joining());
  }
}
