package realign.batch;

import java.util.function.LongSupplier;
import realign.spec.Target;

/** What every stage of a process shares: effects come in here, so that tests can pass their own. */
record Surroundings(
    Target target,
    StopSignal stop,
    Events events,
    HaltPoints halts,
    LongSupplier nanoTime,
    AttemptLog attemptLog) {

  Cadence cadence() {
    return new Cadence(target.checkpoint(), nanoTime);
  }

  ProgressMeter meter(long position) {
    return new ProgressMeter(position, nanoTime);
  }
}
