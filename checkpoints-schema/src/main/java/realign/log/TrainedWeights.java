package realign.log;

import java.util.Optional;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * What a stage trains, by its size: its weights, and each moment of its optimiser, are one blob of
 * every checkpoint.
 *
 * @param stage name of the stage
 * @param bytes size of the trained tensors as a file
 */
public record TrainedWeights(String stage, long bytes) {

  /** What is wrong with them: that they could not be committed after a step. */
  public Optional<Problem> problem() {
    return bytes <= Draft.LARGEST_BLOB
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "RLN-507",
                "trained parameters of stage " + stage,
                bytes + " bytes",
                "must be stored in one blob of at most " + Draft.LARGEST_BLOB + " bytes",
                "Set align.trained: lora, or take a smaller model"));
  }

  /**
   * Refuses what could not be committed, before moments are made for it.
   *
   * @throws ProblemException RLN-507
   */
  public void requireStorable() {
    problem()
        .ifPresent(
            problem -> {
              throw new ProblemException(ExitCode.INVALID, problem);
            });
  }
}
