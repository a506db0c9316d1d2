package realign.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import realign.coordinator.Ending;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.TerminationMessage;
import realign.store.StoreException;

/** The termination message, where a cluster wants one. */
record LastWords(@Nullable Path file) {

  static LastWords of(Surroundings surroundings) {
    String file = surroundings.variable(TerminationMessage.VARIABLE);
    return new LastWords(file == null ? null : surroundings.resolve(Path.of(file)));
  }

  void say(Ending ending) {
    String verdict = ending.verdict() == null ? null : ending.verdict().name();
    say(new TerminationMessage(ending.exit(), verdict, ending.sentence()));
  }

  void say(RuntimeException failure) {
    if (failure instanceof ProblemException problems) {
      say(TerminationMessage.of(problems));
    } else if (failure instanceof StoreException store) {
      say(new TerminationMessage(store.exitCode(), null, String.valueOf(store.getMessage())));
    } else {
      say(new TerminationMessage(ExitCode.FAILED, null, failure.toString()));
    }
  }

  private void say(TerminationMessage message) {
    if (file != null) {
      message.write(file);
    }
  }
}
