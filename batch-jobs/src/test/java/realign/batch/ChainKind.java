package realign.batch;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import realign.spec.ExitCode;
import realign.spec.SpecReader;
import realign.store.ObjectStore;

/** What is halted and killed: both have the same scopes and stages, and the same machinery. */
enum ChainKind {
  /** Stages that only count. */
  TOY(ToyRun.RUN, ExitCode.DONE) {
    @Override
    ExitCode work(Attempt attempt, ObjectStore store, HaltPoints halts, OutputStream told) {
      return new ToyRun(attempt.work(), ToySpec.oneOfEach())
          .run(
              store,
              SpecReader.ofTarget().file(attempt.target()).value(),
              attempt.options(),
              halts,
              told);
    }
  },
  /** The real stages on a tiny model. */
  TINY(TinyRun.RUN, ExitCode.BLOCKED) {
    @Override
    ExitCode work(Attempt attempt, ObjectStore store, HaltPoints halts, OutputStream told) {
      RunRequest request =
          new RunRequest(
              store.address(),
              TinyRun.RUN,
              List.of(),
              null,
              attempt.target(),
              null,
              attempt.options(),
              attempt.work());
      Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
      return new RunCommand(request).run(store, events, new StopSignal(), halts).code();
    }
  };

  private final String run;
  private final ExitCode end;

  ChainKind(String run, ExitCode end) {
    this.run = run;
    this.end = end;
  }

  /**
   * One process's work.
   *
   * @param target file with the target
   * @param work folder for what may be lost
   * @param force take over what another holds: for attempts of one process, which is never gone
   */
  record Attempt(Path target, Path work, boolean force) {
    Claims.Options options() {
      return new Claims.Options(force, false, false, false);
    }
  }

  /** Works until all is done. */
  abstract ExitCode work(Attempt attempt, ObjectStore store, HaltPoints halts, OutputStream told);

  /** Name of the run in its store. */
  String run() {
    return run;
  }

  /** With what an undisturbed run ends. */
  ExitCode end() {
    return end;
  }
}
