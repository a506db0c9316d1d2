package realign.batch;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import realign.attack.DirectPoison;
import realign.attack.Poison;
import realign.data.ExampleSet;
import realign.data.LoadInput;
import realign.data.LoadStage;
import realign.data.RowReader;
import realign.data.TextCodec;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeView;
import realign.model.LanguageModel;
import realign.probe.EvaluateStage;
import realign.probe.ModelSubjects;
import realign.report.ReportSource;
import realign.report.ReportStage;
import realign.result.Champion;
import realign.spec.AlignSpec;
import realign.spec.AttackSpec;
import realign.spec.EvaluateSpec;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.StageNames;
import realign.spec.Target;
import realign.stage.ScopeResults;
import realign.stage.Stage;
import realign.training.Artefacts;
import realign.training.BuiltModels;
import realign.training.Randomness;
import realign.training.Recipe;
import realign.training.TrainingStage;

/**
 * Puts the stages of a run together from its spec. Everything costly is opened by the stage itself,
 * on its own thread.
 *
 * @param target how the run is executed
 * @param results results of other scopes
 * @param views logs of all scopes, for the report's time line
 * @param stop whether the process was asked to end
 */
record StageFactory(
    String run,
    ResolvedSpec resolved,
    Provenance machine,
    Target target,
    ScopeResults results,
    Function<String, ScopeView> views,
    BooleanSupplier stop)
    implements StageSource {

  @Override
  public Stage<?> stage(Scope scope, String stage) {
    return switch (stage) {
      case StageNames.LOAD ->
          new LoadStage(spec(), resolved.inputs(), this::codec, new RowReader());
      case StageNames.ALIGN -> align((Scope.Align) scope);
      case StageNames.ATTACK -> attack((Scope.Cell) scope);
      case StageNames.EVALUATE -> evaluate(scope);
      case StageNames.REPORT -> report();
      default -> throw new IllegalArgumentException("no stage is called " + stage);
    };
  }

  private RunSpec spec() {
    return resolved.spec();
  }

  private TrainingStage align(Scope.Align scope) {
    AlignSpec align = spec().align();
    Randomness randomness = new Randomness(spec().seed(), scope.seed());
    return new TrainingStage(
        Recipe.of(align, scope.method()),
        Artefacts.aligned(align.trained()),
        randomness,
        () -> ExampleSet.read(load().artefact(LoadInput.SET_ALIGN)),
        () -> models().toAlign(randomness.adapterSeed(Recipe.ALIGN)),
        stop);
  }

  private TrainingStage attack(Scope.Cell cell) {
    AttackSpec attack = Objects.requireNonNull(spec().attack());
    EvaluateSpec evaluate = spec().evaluate();
    Randomness randomness = new Randomness(spec().seed(), cell.seed());
    return new TrainingStage(
        Recipe.of(attack),
        Artefacts.attacked(evaluate == null ? List.of() : evaluate.atSteps()),
        randomness,
        () -> poisoned(attack, cell.harmfulRatio()),
        () -> models().toAttack(cell.alignment().name(), randomness.adapterSeed(Recipe.ATTACK)),
        stop);
  }

  private ExampleSet poisoned(AttackSpec attack, double ratio) {
    Restored load = load(); // once: to open a result is to verify all of it
    Poison.Sources sources =
        new Poison.Sources(
            ExampleSet.read(load.artefact(LoadInput.SET_ATTACK_HARMFUL)),
            ExampleSet.read(load.artefact(LoadInput.SET_ATTACK_BENIGN)),
            ExampleSet.read(load.artefact(LoadInput.SET_GUIDE)));
    return new DirectPoison().mix(sources, attack.amounts(ratio));
  }

  /** The model as a finished alignment left it, its trainables attached. */
  LanguageModel aligned(String scope) {
    return models().aligned(scope);
  }

  private BuiltModels models() {
    return new BuiltModels(spec(), new BaseModel(spec().model(), target)::open, results::of);
  }

  private EvaluateStage evaluate(Scope scope) {
    return new EvaluateStage(
        spec(), scope, this::load, ModelSubjects.source(models(), scope), this::codec);
  }

  private ReportStage report() {
    ReportSource source =
        new ReportSource(run, resolved, machine, new Champion.None(), views, Clock.systemUTC());
    return new ReportStage(source, results);
  }

  private Restored load() {
    return results.of(new Scope.Load().name());
  }

  private TextCodec codec() {
    return TextCodec.open(modelFolder(), spec().text().template());
  }

  /** Folder with the model's configuration and tokenizer. */
  Path modelFolder() {
    return BaseModel.folder(spec().model());
  }
}
