package realign.training;

import org.jspecify.annotations.Nullable;
import realign.spec.AlignSpec;
import realign.spec.AlignSpec.Weighting;
import realign.spec.AttackSpec;
import realign.spec.OptimiserSpec;
import realign.spec.StageNames;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;

/**
 * How a stage trains, whatever the spec calls it: alignments and attacks differ in values only.
 *
 * @param stage name of the stage; enters all randomness
 * @param maxSteps at most this many optimiser steps, if not null
 * @param batchSize rows of a micro-batch
 * @param accumulation micro-batches of an optimiser step
 */
public record Recipe(
    String stage,
    MethodSpec method,
    OptimiserSpec optimiser,
    int epochs,
    @Nullable Integer maxSteps,
    int batchSize,
    int accumulation,
    Weighting weighting) {

  /** Name of the stage that aligns. */
  public static final String ALIGN = StageNames.ALIGN;

  /** Name of the stage that attacks. */
  public static final String ATTACK = StageNames.ATTACK;

  /** An alignment with one of its methods. */
  public static Recipe of(AlignSpec align, MethodSpec method) {
    return new Recipe(
        ALIGN,
        method,
        align.optimiser(),
        align.epochs(),
        align.maxSteps(),
        align.batchSize(),
        align.accumulation(),
        align.weighting());
  }

  /** An attack: the user's fine-tuning is plain SFT. */
  public static Recipe of(AttackSpec attack) {
    return new Recipe(
        ATTACK,
        new Sft(),
        attack.optimiser(),
        attack.epochs(),
        attack.maxSteps(),
        attack.batchSize(),
        attack.accumulation(),
        Weighting.TOKENS);
  }
}
