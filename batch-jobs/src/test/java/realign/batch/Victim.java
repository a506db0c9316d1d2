package realign.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/** A run whose processes are killed one after the other. */
interface Victim {

  /** Steps of the light victim: enough for some processes. */
  int TOTAL = 60;

  /** Starts the next process. */
  ChildJvm start();

  /** With what it ends when it is let. */
  int end();

  /** What a finished run has that it should not, or lacks. */
  List<String> differing(ObjectStore store);

  /** What is wrong with its logs. */
  List<String> faults(ObjectStore store);

  /** The log alone. */
  record Log(String address, Path work, Map<String, String> environment) implements Victim {
    @Override
    public ChildJvm start() {
      return ChildJvm.quiet(
          LogChild.class, environment, work, List.of(address, "only", "total=" + TOTAL));
    }

    @Override
    public int end() {
      return ExitCode.DONE.number();
    }

    @Override
    public List<String> differing(ObjectStore store) {
      return LogChild.differing(store, TOTAL);
    }

    @Override
    public List<String> faults(ObjectStore store) {
      return LogAudit.faults(store, LogChild.RUN, LogChild.SCOPE);
    }
  }

  /** The whole program. */
  record Chain(CrashRun run, ChildAttempts attempts) implements Victim {
    @Override
    public ChildJvm start() {
      return attempts.start(Halt.never());
    }

    @Override
    public int end() {
      return run.kind().end().number();
    }

    @Override
    public List<String> differing(ObjectStore store) {
      List<String> differing = new ArrayList<>();
      CrashRun.scopes().forEach(scope -> differing.addAll(run.differing(store, scope)));
      return differing;
    }

    @Override
    public List<String> faults(ObjectStore store) {
      List<String> faults = new ArrayList<>();
      CrashRun.scopes()
          .forEach(scope -> faults.addAll(LogAudit.faults(store, run.kind().run(), scope)));
      return faults;
    }
  }
}
