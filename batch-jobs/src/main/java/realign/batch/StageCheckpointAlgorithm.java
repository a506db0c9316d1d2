package realign.batch;

import jakarta.batch.api.chunk.CheckpointAlgorithm;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/**
 * Ends a chunk after so many items, after so much time, when the stage asks, and on stop. The
 * {@code time-limit} of a chunk is not used: it leaks a timer thread a chunk.
 */
@Dependent
@Named("stageCheckpointAlgorithm")
final class StageCheckpointAlgorithm implements CheckpointAlgorithm {
  private static final int NO_TIMEOUT = 0;

  private final Chain chain;

  @Inject
  StageCheckpointAlgorithm(Chain chain) {
    this.chain = chain;
  }

  @Override
  public int checkpointTimeout() {
    return NO_TIMEOUT;
  }

  @Override
  public void beginCheckpoint() {
    // The cadence counts from the last commit, not from here.
  }

  @Override
  public boolean isReadyToCheckpoint() {
    return chain.commitDue();
  }

  @Override
  public void endCheckpoint() {
    chain.committed();
  }
}
