package realign.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.method.MethodSpec;

/** Rules of a run spec that no part of it can check alone. */
final class RunRules {
  /** Scopes are numbered with three digits. */
  private static final long MOST_SCOPES = 1000;

  private final ModelSpec model;
  private final AlignSpec align;
  private final @Nullable AttackSpec attack;
  private final @Nullable EvaluateSpec evaluate;
  private final @Nullable GateSpec gate;
  private final Problems problems = new Problems();

  private RunRules(
      ModelSpec model,
      AlignSpec align,
      @Nullable AttackSpec attack,
      @Nullable EvaluateSpec evaluate,
      @Nullable GateSpec gate) {
    this.model = model;
    this.align = align;
    this.attack = attack;
    this.evaluate = evaluate;
    this.gate = gate;
  }

  static void check(
      ModelSpec model,
      AlignSpec align,
      @Nullable AttackSpec attack,
      @Nullable EvaluateSpec evaluate,
      @Nullable GateSpec gate) {
    RunRules rules = new RunRules(model, align, attack, evaluate, gate);
    rules.scopesAreCountable();
    rules.trainedIsSingle();
    rules.sameAdapterNeedsOne();
    rules.attackedIsMeasured();
    rules.measuredStepsHappen();
    rules.candidateIsAligned();
    rules.gatedIsMeasured();
    rules.problems.throwIfAny(ExitCode.INVALID);
  }

  private void scopesAreCountable() {
    long alignments = (long) align.methods().size() * align.seeds().size();
    AttackSpec.CellsSpec axes = attack == null ? null : attack.cells();
    long cells = axes == null ? 0 : alignments * axes.harmfulRatio().size() * axes.seed().size();
    problems.require(
        alignments <= MOST_SCOPES,
        () ->
            rule("align", alignments + " alignments", "must give at most 1000 alignments")
                .fix("Use fewer methods or seeds"));
    problems.require(
        cells <= MOST_SCOPES,
        () ->
            rule("attack.cells", cells + " cells", "must give at most 1000 cells")
                .fix("Use fewer ratios or seeds")
                .readsAlso("align.methods", "align.seeds"));
  }

  /** A step smaller than half of a bf16 digit would vanish. */
  private void trainedIsSingle() {
    problems.require(
        model.compute() == ModelSpec.Compute.F32 || align.trained() == AlignSpec.Trained.LORA,
        () ->
            rule("model.compute", "bf16", "must be f32 where align.trained is all")
                .fix("Use f32, or align.trained: lora")
                .readsAlso("align.trained"));
  }

  private void sameAdapterNeedsOne() {
    problems.require(
        attack == null
            || attack.adapter() != AttackSpec.Adapter.SAME
            || align.trained() == AlignSpec.Trained.LORA,
        () ->
            rule("attack.adapter", "same", "must be fresh where align.trained is all")
                .fix("Use fresh: an alignment of all parameters leaves no adapter")
                .readsAlso("align.trained"));
  }

  /** Measuring is what drops the attacked weights: without it they would stay by accident. */
  private void attackedIsMeasured() {
    problems.require(
        attack == null || evaluate != null || attack.keepWeights(),
        () ->
            rule(
                    "attack",
                    null,
                    "must have an evaluate, or keepWeights: true: attacked weights are harmful, and"
                        + " go only once they were measured")
                .fix("Add evaluate, or set attack.keepWeights: true")
                .readsAlso("evaluate", "attack.keepWeights"));
  }

  private void measuredStepsHappen() {
    if (evaluate == null || evaluate.atSteps().isEmpty()) {
      return;
    }
    if (attack == null) {
      problems.add(
          rule("evaluate.atSteps", evaluate.atSteps().toString(), "must be empty without an attack")
              .fix("Remove it, or add attack")
              .readsAlso("attack"));
      return;
    }
    int last = evaluate.atSteps().get(evaluate.atSteps().size() - 1);
    long steps = attack.mostSteps();
    problems.require(
        last <= steps,
        () ->
            rule(
                    "evaluate.atSteps",
                    String.valueOf(last),
                    "must not go beyond the attack, which has at most " + steps + " steps")
                .fix("Name earlier steps, or attack for longer")
                .readsAlso("attack"));
  }

  private void candidateIsAligned() {
    if (gate == null || gate.candidate() == null) {
      return;
    }
    GateSpec.CandidateSpec candidate = gate.candidate();
    List<String> methods = align.methods().stream().map(MethodSpec::name).toList();
    problems.require(
        methods.contains(candidate.method()),
        () ->
            rule(
                    "gate.candidate.method",
                    candidate.method(),
                    "must be one of align.methods (" + String.join(", ", methods) + ")")
                .fix(NearestName.hint(candidate.method(), methods))
                .readsAlso("align.methods"));
    problems.require(
        align.seeds().contains(candidate.seed()),
        () ->
            rule(
                    "gate.candidate.seed",
                    String.valueOf(candidate.seed()),
                    "must be one of align.seeds " + align.seeds())
                .fix("Name one of them, or add it to align.seeds")
                .readsAlso("align.seeds"));
  }

  private void gatedIsMeasured() {
    if (gate == null) {
      return;
    }
    if (evaluate == null) {
      problems.add(
          rule("gate", null, "must not be there without evaluate")
              .fix("Add evaluate: a gate decides on what was measured")
              .readsAlso("evaluate"));
      return;
    }
    problems.require(
        gate.minAccuracy() == 0 || evaluate.benign() != null,
        () ->
            rule(
                    "gate.minAccuracy",
                    number(gate.minAccuracy()),
                    "must be 0 where evaluate.benign is not given")
                .fix("Add evaluate.benign, on which accuracy is measured")
                .readsAlso("evaluate.benign"));
    problems.require(
        gate.maxOverRefusal() == 100 || evaluate.overRefusal() != null,
        () ->
            rule(
                    "gate.maxOverRefusal",
                    number(gate.maxOverRefusal()),
                    "must be 100 where evaluate.overRefusal is not given")
                .fix("Add evaluate.overRefusal, on which it is measured")
                .readsAlso("evaluate.overRefusal"));
    enoughPrompts(gate.minSamples(), "evaluate.harmful", evaluate.harmful().limit());
  }

  /** A gate that can never decide would block every night. */
  private void enoughPrompts(int fewest, String prompts, @Nullable Integer limit) {
    problems.require(
        limit == null || limit >= fewest,
        () ->
            rule(
                    "gate.minSamples",
                    String.valueOf(fewest),
                    "must be at most " + prompts + ".limit (" + limit + ")")
                .fix("Measure more prompts, or ask for fewer")
                .readsAlso(prompts + ".limit"));
  }

  private static String number(double value) {
    return CanonicalNumber.of(value);
  }

  private static SpecRule rule(String path, @Nullable String value, String rule) {
    return new SpecRule(path, value, rule);
  }
}
