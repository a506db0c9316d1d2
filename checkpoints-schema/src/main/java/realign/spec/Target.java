package realign.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/**
 * Where and how a run is executed. Nothing in it changes a number; a run may be resumed with
 * another target.
 */
public record Target(
    @Setting(value = "where checkpoints and results live", byDefault = "file:./.realign")
        String store,
    @Setting(value = "how a store of kind s3: is reached", byDefault = "{}") S3Settings s3,
    @Setting(value = "when to commit and what to keep", byDefault = "{}")
        CheckpointPolicy checkpoint,
    @Setting(value = "a holder without a sign of life for this long is dead", byDefault = "30s")
        Duration timeToLive,
    @Setting(value = "pause between two signs of life", byDefault = "5s") Duration heartbeat,
    @Setting(
            value = "native threads; recorded, because the bits depend on it",
            byDefault = "1",
            min = 1,
            max = 256)
        int threads,
    @Setting(
            value =
                "training keeps each block's input alone and computes the rest again on its way"
                    + " back: less memory, more time, the same bits",
            byDefault = "false")
        boolean activationRecomputation,
    @Setting(
            value = "attempts in a row that committed nothing before the run gives up (exit 12)",
            byDefault = "5",
            min = 1)
        int recoveriesWithoutProgress,
    @Setting(value = "how the run is placed in a cluster", optional = true)
        @Nullable ClusterTarget cluster) {

  public Target {
    Settings.check(
        Target.class,
        store,
        s3,
        checkpoint,
        timeToLive,
        heartbeat,
        threads,
        activationRecomputation,
        recoveriesWithoutProgress,
        cluster);
    SpecRule.require(
        heartbeat.multipliedBy(2).compareTo(timeToLive) <= 0,
        "heartbeat",
        heartbeat.toMillis() + "ms",
        "must be at most half of timeToLive (" + timeToLive.toMillis() + "ms)",
        "Beat more often: one late sign of life must not look like death");
  }

  /** The same, with another address of the store. */
  public Target at(String address) {
    return new Target(
        address,
        s3,
        checkpoint,
        timeToLive,
        heartbeat,
        threads,
        activationRecomputation,
        recoveriesWithoutProgress,
        cluster);
  }

  /** When a training stage commits and which commits stay restorable. */
  public record CheckpointPolicy(
      @Setting(value = "commit after this many items", byDefault = "50", min = 1) int everySteps,
      @Setting(value = "and after this much time", byDefault = "5m") Duration every,
      @Setting(value = "newest commits that stay restorable", byDefault = "3", min = 1)
          int keepLast,
      @Setting(value = "every n-th commit stays too; 0 for none", byDefault = "0", min = 0)
          int keepEvery) {

    public CheckpointPolicy {
      Settings.check(CheckpointPolicy.class, everySteps, every, keepLast, keepEvery);
    }
  }
}
