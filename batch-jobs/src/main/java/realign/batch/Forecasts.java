package realign.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import realign.attack.DirectPoison;
import realign.attack.Poison;
import realign.data.ExampleSet;
import realign.data.LoadInput;
import realign.log.Restored;
import realign.model.MemoryNeed;
import realign.result.CostRecord;
import realign.spec.AttackSpec;
import realign.spec.PoisonAmounts;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.training.BuiltModels;
import realign.training.Randomness;
import realign.training.Recipe;
import realign.training.StageProbe;

/**
 * Measures a few steps of every kind of training that a run does. Scopes that differ in their seed
 * alone, or in the alignment that they attack, cost the same and are measured once.
 */
final class Forecasts {
  private final RunSpec spec;
  private final Map<String, ExampleSet> sets;
  private final BuiltModels models;
  private final Events events;
  private final Map<Object, StageProbe> measured = new HashMap<>();

  /**
   * @param sets rows to train on, by the name of their artefact
   */
  Forecasts(RunSpec spec, Map<String, ExampleSet> sets, BaseModel base, Events events) {
    this.spec = spec;
    this.sets = sets;
    this.models = new BuiltModels(spec, base::open, Forecasts::none);
    this.events = events;
  }

  private static Restored none(String scope) {
    throw new IllegalStateException("a forecast reads no result of " + scope);
  }

  /** A field for every scope that trains. */
  void add(ObjectNode document) {
    for (Scope scope : Scope.of(spec)) {
      if (scope instanceof Scope.Align align) {
        put(document, scope, once(align.method().name(), scope, () -> align(align)));
      } else if (scope instanceof Scope.Cell cell) {
        put(document, scope, once(cell.harmfulRatio(), scope, () -> attack(cell)));
      }
    }
  }

  private StageProbe once(Object kind, Scope scope, Supplier<StageProbe> probe) {
    StageProbe known = measured.get(kind);
    if (known == null) {
      events.note("info", "measuring some steps of " + scope.name());
      known = probe.get();
      measured.put(kind, known);
    }
    return known;
  }

  private StageProbe align(Scope.Align scope) {
    Randomness randomness = new Randomness(spec.seed(), scope.seed());
    return StageProbe.measure(
        Recipe.of(spec.align(), scope.method()),
        randomness,
        set(LoadInput.SET_ALIGN),
        () -> models.toAlign(randomness.adapterSeed(Recipe.ALIGN)));
  }

  private StageProbe attack(Scope.Cell cell) {
    AttackSpec attack = Objects.requireNonNull(spec.attack());
    Randomness randomness = new Randomness(spec.seed(), cell.seed());
    Poison.Sources sources =
        new Poison.Sources(
            set(LoadInput.SET_ATTACK_HARMFUL),
            set(LoadInput.SET_ATTACK_BENIGN),
            set(LoadInput.SET_GUIDE));
    PoisonAmounts amounts = attack.amounts(cell.harmfulRatio());
    return StageProbe.measure(
        Recipe.of(attack),
        randomness,
        new DirectPoison().mix(sources, amounts),
        () -> models.toAttackUnaligned(randomness.adapterSeed(Recipe.ATTACK)));
  }

  private ExampleSet set(String artefact) {
    return Objects.requireNonNull(sets.get(artefact), artefact);
  }

  private static void put(ObjectNode document, Scope scope, StageProbe probe) {
    CostRecord forecast = probe.forecast();
    MemoryNeed need = probe.need();
    ObjectNode node = document.putObject(scope.name());
    node.put("stage", forecast.stage())
        .put("steps", forecast.steps())
        .put("cpuMsPerStep", forecast.cpuMsPerStep())
        .put("wallMsPerStep", forecast.wallMsPerStep())
        .put("peakRssBytes", forecast.peakRssBytes())
        .put("checkpointBytes", forecast.checkpointBytes());
    node.putObject("countedBytes")
        .put("weights", need.weights())
        .put("folded", need.folded())
        .put("trained", need.trained())
        .put("activations", need.activations())
        .put("working", need.working());
  }
}
