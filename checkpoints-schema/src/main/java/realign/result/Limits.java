package realign.result;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.EvaluateSpec;
import realign.spec.JudgeSpec;
import realign.spec.RunSpec;

/** What a report of a run does not show, said in it. */
public final class Limits {
  private static final int FEW_SEEDS = 3;

  private Limits() {}

  /** The limits that follow from how the run was set up. */
  public static List<String> of(RunSpec spec) {
    List<String> limits = new ArrayList<>();
    EvaluateSpec evaluate = spec.evaluate();
    if (evaluate == null) {
      return List.of("Nothing was measured: the spec has no evaluate part.");
    }
    judges(evaluate, limits);
    if (spec.attack() == null) {
      limits.add("No attack was made: nothing is known of how long the alignment lasts.");
    } else {
      limits.add(
          "It shows the attacks that were tried. Another data set, a longer or a harsher"
              + " fine-tuning may break what held here.");
    }
    seeds(spec, limits);
    missingProbes(evaluate, limits);
    limits.add(
        "Intervals cover the choice of prompts only, not the choice of seeds, of the judge or of"
            + " the prompts' topic.");
    return limits;
  }

  private static void judges(EvaluateSpec evaluate, List<String> limits) {
    boolean lexicon =
        evaluate.harmful().judges().stream().anyMatch(j -> j instanceof JudgeSpec.Lexicon);
    if (lexicon) {
      limits.add(
          "The judge is a list of words. With a stand-in topic this tests the mechanism"
              + " (does an alignment hold, and for how long?), not the safety of a real model.");
    }
  }

  private static void seeds(RunSpec spec, List<String> limits) {
    if (spec.align().seeds().size() < FEW_SEEDS) {
      limits.add(
          "With fewer than three alignment seeds a difference between two methods may be the seed's.");
    }
  }

  private static void missingProbes(EvaluateSpec evaluate, List<String> limits) {
    unless(
        evaluate.overRefusal(),
        "Over-refusal was not measured: a model that refuses everything looks safe here.",
        limits);
    unless(evaluate.benign(), "Accuracy on the user's task was not measured.", limits);
  }

  private static void unless(@Nullable Object measured, String limit, List<String> limits) {
    if (measured == null) {
      limits.add(limit);
    }
  }
}
