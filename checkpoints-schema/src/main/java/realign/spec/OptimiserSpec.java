package realign.spec;

import realign.spec.binding.Settings;

/** AdamW (decoupled decay) with a learning-rate schedule and clipping by the global norm. */
public record OptimiserSpec(
    @Setting(value = "peak learning rate", example = "1e-3", min = 0, max = 10) double lr,
    @Setting(value = "decoupled weight decay", byDefault = "0", min = 0) double weightDecay,
    @Setting(value = "decay of the first moment", byDefault = "0.9", min = 0, below = 1)
        double beta1,
    @Setting(value = "decay of the second moment", byDefault = "0.999", min = 0, below = 1)
        double beta2,
    @Setting(value = "added to the root of the second moment", byDefault = "1e-8", above = 0)
        double epsilon,
    @Setting(value = "learning rate over the steps", byDefault = "cosine") Schedule schedule,
    @Setting(value = "fraction of the steps that warm up", byDefault = "0.1", min = 0, max = 1)
        double warmup,
    @Setting(value = "largest global gradient norm; 0 means no clipping", byDefault = "1", min = 0)
        double clip) {

  public OptimiserSpec {
    Settings.check(
        OptimiserSpec.class, lr, weightDecay, beta1, beta2, epsilon, schedule, warmup, clip);
    SpecRule.require(
        warmup < 1 || schedule == Schedule.CONSTANT,
        "warmup",
        CanonicalNumber.of(warmup),
        "must be less than 1 where schedule is " + Kebab.of(schedule),
        "Leave steps in which the rate can fall, for example warmup: 0.1");
  }

  /** Learning rate after the warm-up. */
  public enum Schedule {
    COSINE,
    LINEAR,
    CONSTANT
  }
}
