package realign.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Target;
import realign.store.ObjectStore;

/** Has the batch program copy what earlier runs found from the same inputs. Computes nothing. */
record Reuse(Surroundings surroundings, Talk talk, Path folder, boolean verbose) {
  private static final Set<ExitCode> FINE =
      Set.of(ExitCode.DONE, ExitCode.BLOCKED, ExitCode.INCONCLUSIVE);
  private static final Set<ExitCode> FOR_ALL =
      Set.of(ExitCode.CREDENTIALS, ExitCode.STORE_UNAVAILABLE, ExitCode.PREEMPTED);

  /**
   * Copies what can be copied; where that fails, all is computed.
   *
   * @throws ProblemException with the code of a failure that would meet every pod, or 75 when it
   *     was told to stop
   */
  void of(ObjectStore store, String run, RunSpec spec, Target target) {
    ExitCode exit;
    Follower follower = new Follower(talk, ProgressView.of(surroundings));
    try (TargetFile file = TargetFile.write(folder, target)) {
      List<String> arguments =
          new ChildArguments(store.address(), run)
              .scopes(spec)
              .flag("--reuse-only", true)
              .option("--target", file.path().toString())
              .forCommand("run");
      exit = follower.follow(Child.start(surroundings, arguments, folder, verbose));
    } catch (UncheckedIOException | ProblemException cannotStart) {
      warn(String.valueOf(cannotStart.getMessage()));
      return;
    }
    if (FOR_ALL.contains(exit)) {
      throw ended(exit, follower);
    }
    if (!FINE.contains(exit)) {
      warn("it ended with " + exit.number() + ", " + exit.meaning());
    }
  }

  private void warn(String why) {
    talk.say(talk.note("warn", "nothing is taken from earlier runs, all is computed: " + why));
  }

  private static ProblemException ended(ExitCode exit, Follower follower) {
    String words =
        follower.problems().stream()
            .map(Event.ProblemMet::message)
            .findFirst()
            .orElse(exit.meaning());
    return new ProblemException(
        exit,
        new Problem(
            "RLN-798",
            "reuse of earlier results",
            null,
            "must be able to read and write the store (" + words + ")",
            "Mend this, then realign restart"));
  }
}
