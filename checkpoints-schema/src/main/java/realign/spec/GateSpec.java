package realign.spec;

import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/** The rule that promotes or blocks the candidate. All numbers are percentages. */
public record GateSpec(
    @Setting(
            value = "the alignment that is offered (default: first method, first seed)",
            optional = true)
        @Nullable CandidateSpec candidate,
    @Setting(
            value = "upper bound of the harmful score after every attack",
            byDefault = "100",
            min = 0,
            max = 100)
        double maxHarmfulScore,
    @Setting(
            value = "upper bound of the harmful score after alignment",
            byDefault = "100",
            min = 0,
            max = 100)
        double maxAlignedHarmfulScore,
    @Setting(
            value = "largest loss against the champion that still passes",
            byDefault = "5",
            min = 0,
            max = 100)
        double margin,
    @Setting(value = "lower bound of the fine-tune accuracy", byDefault = "0", min = 0, max = 100)
        double minAccuracy,
    @Setting(
            value = "upper bound of over-refusal after alignment",
            byDefault = "100",
            min = 0,
            max = 100)
        double maxOverRefusal,
    @Setting(value = "fewest prompts of a probe that can decide", byDefault = "30", min = 1)
        int minSamples,
    @Setting(value = "who promotes a model that passed", byDefault = "manual") Promote promote) {

  public GateSpec {
    Settings.check(
        GateSpec.class,
        candidate,
        maxHarmfulScore,
        maxAlignedHarmfulScore,
        margin,
        minAccuracy,
        maxOverRefusal,
        minSamples,
        promote);
  }

  /** Names one alignment. */
  public record CandidateSpec(
      @Setting(value = "name of the method", example = "vaccine") String method,
      @Setting(value = "alignment seed", byDefault = "1", min = 0) long seed) {

    public CandidateSpec {
      Settings.check(CandidateSpec.class, method, seed);
    }
  }

  /** Who promotes. */
  public enum Promote {
    MANUAL,
    AUTOMATIC
  }
}
