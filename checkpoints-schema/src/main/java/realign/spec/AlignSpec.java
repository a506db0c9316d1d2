package realign.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;
import realign.spec.method.MethodSpec;

/** The alignment stage: every method with every seed gives one scope {@code align-NNN}. */
public record AlignSpec(
    @Setting(value = "rows to align on", example = "{path: safe.jsonl, format: alpaca}")
        DataSpec data,
    @Setting(value = "methods to align with", example = "[{name: vaccine}, {name: sft}]")
        List<MethodSpec> methods,
    @Setting(value = "alignment seeds", byDefault = "[1]", min = 0) List<Long> seeds,
    @Setting(value = "what is trained: lora, or all parameters", byDefault = "lora")
        Trained trained,
    @Setting(value = "the alignment adapter", byDefault = "{rank: 8, alpha: 4, dropout: 0.1}")
        LoraSpec lora,
    @Setting(value = "the optimiser", byDefault = "{lr: 1e-3, weightDecay: 0.1}")
        OptimiserSpec optimiser,
    @Setting(value = "passes over the rows", byDefault = "50", min = 1) int epochs,
    @Setting(value = "at most this many optimiser steps", optional = true, min = 1)
        @Nullable Integer maxSteps,
    @Setting(value = "rows of a micro-batch", byDefault = "5", min = 1) int batchSize,
    @Setting(value = "micro-batches of an optimiser step", byDefault = "1", min = 1)
        int accumulation,
    @Setting(value = "weight of a micro-batch: by its label tokens, or equal", byDefault = "tokens")
        Weighting weighting) {

  public AlignSpec {
    Settings.check(
        AlignSpec.class,
        data,
        methods,
        seeds,
        trained,
        lora,
        optimiser,
        epochs,
        maxSteps,
        batchSize,
        accumulation,
        weighting);
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
    refuseSameNames(methods);
  }

  /** The candidate of a gate and the report name a method by its name alone. */
  private static void refuseSameNames(List<MethodSpec> methods) {
    List<String> names = methods.stream().map(MethodSpec::name).toList();
    long different = names.stream().distinct().count();
    SpecRule.require(
        different == names.size(),
        "methods",
        names.toString(),
        "must not name a method twice",
        "Compare settings of one method in runs of their own");
  }

  /** What an alignment trains. */
  public enum Trained {
    LORA,
    ALL
  }

  /** How micro-batches of one optimiser step are weighted. */
  public enum Weighting {
    TOKENS,
    EQUAL
  }
}
