package realign.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;

/** Starts the batch program the way every command does. Not for following its events. */
final class Child {
  private Child() {}

  static ChildProcess start(
      Surroundings surroundings, List<String> arguments, Path work, boolean verbose) {
    Map<String, String> variables = new HashMap<>();
    variables.put(WorkOption.WORK, work.toString());
    // It ends when its stdin closes, so that it cannot outlive this command.
    variables.put("REALIGN_PARENT_STDIN", "1");
    if (verbose) {
      variables.put("REALIGN_VERBOSE", "1");
    }
    return ChildProcess.start(surroundings.child(), arguments, variables);
  }

  /**
   * The code to pass on. Never 137: a program that was killed, or that died of a signal which no
   * one documents, is an unexpected failure.
   */
  static ExitCode exitCode(int processExit) {
    return ExitCode.of(processExit);
  }

  /** What to tell of a child that ended in no way of its own, or null. */
  static @Nullable String abnormalEnd(int processExit) {
    int signal = processExit - 128;
    if (exitCode(processExit).number() == processExit || signal <= 0) {
      return null;
    }
    String cause = signal == 9 ? " (killed from outside, perhaps for want of memory)" : "";
    return "the batch program died of signal "
        + signal
        + cause
        + ". What was committed is safe: the same command goes on from there [RLN-707]";
  }
}
