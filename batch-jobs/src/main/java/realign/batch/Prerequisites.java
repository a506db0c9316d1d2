package realign.batch;

import realign.model.Hardware;
import realign.spec.InputFetcher;
import realign.spec.ModelSpec;

/**
 * What computing needs: the inputs that the run began with, and hardware for its model. Looked at
 * once, and not at all where nothing is computed.
 */
final class Prerequisites implements Runnable {
  private final StoredRun stored;
  private final InputFetcher inputs;
  private final Events events;
  private boolean met;

  /**
   * @param stored the run with its inputs where it named them
   * @param inputs brings here what lies elsewhere
   */
  Prerequisites(StoredRun stored, InputFetcher inputs, Events events) {
    this.stored = stored;
    this.inputs = inputs;
    this.events = events;
  }

  /** Refuses where they are not met. */
  @Override
  public synchronized void run() {
    if (!met) {
      stored.requireSameInputs(inputs);
      requireHardware(stored.resolved().spec().model());
      met = true;
    }
  }

  private void requireHardware(ModelSpec model) {
    Hardware hardware = Hardware.here();
    hardware.require(model);
    hardware.note(model).ifPresent(note -> events.note("warn", note));
  }
}
