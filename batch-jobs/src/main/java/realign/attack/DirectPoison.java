package realign.attack;

import java.util.List;
import realign.data.ExampleSet;
import realign.spec.ExitCode;
import realign.spec.PoisonAmounts;
import realign.spec.Problem;
import realign.spec.Problems;

/**
 * Harmful rows mixed openly into the user's task, as in the Vaccine paper: the first {@code int(p
 * n)} harmful rows, then the first {@code int((1 - p) n)} benign rows, then guide rows. Shuffling
 * is the batching's matter.
 */
public final class DirectPoison implements Poison {

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public ExampleSet mix(Sources sources, PoisonAmounts amounts) {
    Problems problems = new Problems();
    List<ExampleSet> parts =
        List.of(
            first(sources.harmful(), amounts.harmful(), "attack.harmful", amounts, problems),
            first(sources.benign(), amounts.benign(), "attack.benign", amounts, problems),
            first(sources.guide(), amounts.guide(), "attack.guide", amounts, problems));
    problems.throwIfAny(ExitCode.INVALID);
    return ExampleSet.concat(parts);
  }

  private static ExampleSet first(
      ExampleSet set, int count, String setting, PoisonAmounts amounts, Problems problems) {
    problems.require(set.size() >= count, () -> tooFew(setting, set.size(), count, amounts));
    return set.rows(0, Math.min(count, set.size()));
  }

  private static Problem tooFew(String setting, int there, int needed, PoisonAmounts amounts) {
    return new Problem(
            "RLN-221",
            setting,
            there + " rows",
            "must have the "
                + needed
                + " rows that harmful ratio "
                + amounts.harmfulRatio()
                + " of "
                + amounts.samples()
                + " samples and "
                + amounts.guide()
                + " guide rows take",
            "Give more rows, or lower attack.samples or attack.guide")
        .readsAlso("attack.samples", "attack.cells.harmfulRatio");
  }
}
