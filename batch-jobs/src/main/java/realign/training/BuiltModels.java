package realign.training;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import realign.log.Restored;
import realign.model.LanguageModel;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.AlignSpec;
import realign.spec.AttackSpec;
import realign.spec.RunSpec;

/**
 * How the models of a run are built from its base and from what finished scopes left. Neither
 * trains nor measures them; both go through here, so that what is measured is what was trained. The
 * caller closes a model that it is given.
 *
 * @param spec the run
 * @param base opens the model that is aligned
 * @param results gives the result of a finished scope by its name
 */
public record BuiltModels(
    RunSpec spec, Supplier<LanguageModel> base, Function<String, Restored> results) {

  /** The base as it is. */
  public LanguageModel unchanged() {
    return base.get();
  }

  /**
   * The base with what an alignment trains attached.
   *
   * @param adapterSeed seed of a fresh adapter's A; B is zero
   */
  public LanguageModel toAlign(long adapterSeed) {
    return changed(base.get(), model -> makeTrainable(model, adapterSeed));
  }

  /** The model as a finished alignment left it, its trainables attached. */
  public LanguageModel aligned(String scope) {
    Restored alignment = results.apply(scope);
    LanguageModel model = toAlign(0); // the values are set right away
    return changed(model, m -> m.trainable().restore(alignedWeights(alignment)));
  }

  /**
   * An aligned model as the attacker begins: with a fresh adapter on top of the merged alignment
   * (double LoRA), or with the alignment's own trainables (single).
   *
   * @param scope the alignment
   * @param adapterSeed seed of a fresh adapter's A; B is zero
   */
  public LanguageModel toAttack(String scope, long adapterSeed) {
    return toAttack(aligned(scope), adapterSeed);
  }

  /** The same before any alignment: for what it costs, which is no question of values. */
  public LanguageModel toAttackUnaligned(long adapterSeed) {
    return toAttack(toAlign(0), adapterSeed);
  }

  private LanguageModel toAttack(LanguageModel model, long adapterSeed) {
    AttackSpec attack = Objects.requireNonNull(spec.attack(), "a run with an attack");
    return attack.adapter() == AttackSpec.Adapter.FRESH
        ? changed(model, m -> addAdapter(m, attack, adapterSeed))
        : model;
  }

  /** What an alignment trained, by the names of the parameters. */
  public Map<String, HostTensor> alignedWeights(Restored alignment) {
    return Safetensors.read(alignment.artefact(Artefacts.name(spec.align().trained())));
  }

  /** What an attack had trained after so many steps, by the names of the parameters. */
  public Map<String, HostTensor> attackedWeights(Restored attack, int step) {
    return Safetensors.read(attack.artefact(Artefacts.attackedAdapter(step)));
  }

  private void makeTrainable(LanguageModel model, long adapterSeed) {
    switch (spec.align().trained()) {
      case LORA -> model.attachAdapter(spec.align().lora(), adapterSeed);
      case ALL -> model.trainAll();
    }
  }

  private void addAdapter(LanguageModel model, AttackSpec attack, long adapterSeed) {
    if (spec.align().trained() == AlignSpec.Trained.LORA) {
      model.mergeAdapter();
    }
    model.attachAdapter(attack.lora(), adapterSeed);
  }

  /** The model after a change; closed when that fails. */
  private static LanguageModel changed(LanguageModel model, Consumer<LanguageModel> change) {
    try {
      change.accept(model);
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
