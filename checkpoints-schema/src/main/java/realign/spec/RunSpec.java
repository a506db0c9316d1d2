package realign.spec;

import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/**
 * What decides the numbers of a run, and nothing else: where and how it runs is the {@link
 * Target}'s matter. Immutable; its identity digest is the run's identity.
 */
public record RunSpec(
    @Setting(
            value = "version of this format; always realign/v1",
            pattern = "realign/v1",
            example = "realign/v1")
        String apiVersion,
    @Setting(
            value =
                "champion history and schedule go by this name; at most 27 of [a-z0-9-], beginning"
                    + " and ending with a letter or digit",
            pattern = "[a-z0-9]([a-z0-9-]{0,25}[a-z0-9])?",
            example = "nightly")
        String name,
    @Setting(value = "seed of all randomness", byDefault = "42", min = 0) long seed,
    @Setting(value = "the model to align", example = "{path: model}") ModelSpec model,
    @Setting(value = "how rows become tokens", byDefault = "{}") TextSpec text,
    @Setting(
            value = "the alignment stage",
            example = "{data: {path: safe.jsonl, format: alpaca}, methods: [{name: vaccine}]}")
        AlignSpec align,
    @Setting(value = "the attack; without it nothing is attacked", optional = true)
        @Nullable AttackSpec attack,
    @Setting(value = "what is measured; without it nothing is", optional = true)
        @Nullable EvaluateSpec evaluate,
    @Setting(value = "what promotes or blocks; without it there is no verdict", optional = true)
        @Nullable GateSpec gate) {

  public RunSpec {
    Settings.check(
        RunSpec.class, apiVersion, name, seed, model, text, align, attack, evaluate, gate);
    RunRules.check(model, align, attack, evaluate, gate);
  }
}
