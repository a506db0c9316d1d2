package realign.method;

import java.util.Map;
import realign.model.LanguageModel;
import realign.safetensors.HostTensor;

/**
 * An algorithm that changes how a stage trains or edits a model. Leaves updating, clipping,
 * randomness and saving to {@code realign.training}.
 *
 * <p>A term on top of another step (Lisa, EWC) is a method around a method, which adds to the
 * gradients after the inner step.
 */
public interface Method {

  /**
   * Leaves the gradients of one optimiser step in the context's parameters. The step may be given
   * up before its update, so nothing of {@link #state} changes here, and weights that were moved
   * (Booster) are back in place in a {@code finally}.
   */
  StepLosses step(TrainingContext context);

  /**
   * How many passes for gradients at sites a 1-based step makes for each micro-batch, beside the
   * one that trains: what a forecast of its time and memory counts.
   */
  default int sitePasses(int step) {
    return 0;
  }

  /**
   * Called after the update of a step: the only place where {@link #state} changes (Lisa's anchors
   * and clock).
   */
  default void updated(TrainingContext context) {}

  /** Called once, after the last update and before the weights are kept: an edit (Antidote). */
  default void finish(LanguageModel model) {}

  /** What a later process needs beside weights and moments; it goes into every checkpoint. */
  default Map<String, HostTensor> state() {
    return Map.of();
  }

  /** Goes on from what {@link #state} gave. */
  default void restore(Map<String, HostTensor> state) {}
}
