package realign.batch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import realign.store.ObjectStore;

/** Attempts in this process, each of which dies by an error that leaves it no store. */
final class LocalAttempts implements Attempts {
  private static final int KILLED = 137;

  private final CrashRun run;
  private final ObjectStore store;
  private final Path work;

  LocalAttempts(CrashRun run, ObjectStore store, Path work) {
    this.run = run;
    this.store = store;
    this.work = work;
  }

  @Override
  public Ending next(Halt halt) {
    Dying dying = new Dying(halt, new MortalStore(store));
    StageMoments moments = new StageMoments(dying);
    try {
      int code = run.work(new WatchedStore(dying.store, moments), work, moments).number();
      return new Ending(null, code);
    } catch (MortalStore.Dead e) {
      return new Ending(dying.halted, KILLED);
    }
  }

  private static final class Dying implements StageMoments.Listener {
    private final Halt halt;
    private final MortalStore store;
    private volatile @Nullable Cell halted;

    Dying(Halt halt, MortalStore store) {
      this.halt = halt;
      this.store = store;
    }

    @Override
    public void passed(String moment, Cell cell, int nth) {
      if (halted == null && halt.isAt(moment, cell, nth)) {
        halted = cell;
        throw store.die();
      }
    }
  }
}
