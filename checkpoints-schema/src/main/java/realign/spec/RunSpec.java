package realign.spec;

import org.jspecify.annotations.Nullable;

/**
 * What decides the numbers of a run, and nothing else: where and how it runs is the {@link
 * Target}'s matter. Immutable; its identity digest is the run's identity.
 */
public record RunSpec(
    @Setting("version of this format; always realign/v1") String apiVersion,
    @Setting("champion history and schedule go by this name; at most 27 of [a-z0-9-]") String name,
    @Setting(value = "seed of all randomness", byDefault = "42", min = 0) long seed,
    @Setting("the model to align") ModelSpec model,
    @Setting(value = "how rows become tokens", byDefault = "{}") TextSpec text,
    @Setting("the alignment stage") AlignSpec align,
    @Setting(value = "the attack; without it nothing is attacked", optional = true)
        @Nullable AttackSpec attack,
    @Setting(value = "what is measured; without it nothing is", optional = true)
        @Nullable EvaluateSpec evaluate,
    @Setting(value = "what promotes or blocks; without it there is no verdict", optional = true)
        @Nullable GateSpec gate) {}
