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
import realign.data.PoisonAmounts;
import realign.data.RowReader;
import realign.data.TextCodec;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeView;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.RealignTokenizer;
import realign.probe.EvaluateStage;
import realign.probe.ModelSubjects;
import realign.report.ReportSource;
import realign.report.ReportStage;
import realign.result.Champion;
import realign.safetensors.Safetensors;
import realign.spec.AlignSpec;
import realign.spec.AttackSpec;
import realign.spec.EvaluateSpec;
import realign.spec.ModelSpec;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.stage.ScopeResults;
import realign.stage.Stage;
import realign.training.Artefacts;
import realign.training.Randomness;
import realign.training.Recipe;
import realign.training.TrainingStage;

/**
 * Puts the stages of a run together from its spec. Everything costly is opened by the stage itself,
 * on its own thread.
 *
 * @param results results of other scopes
 * @param views logs of all scopes, for the report's time line
 * @param stop whether the process was asked to end
 */
record StageFactory(
    String run,
    ResolvedSpec resolved,
    Provenance machine,
    ScopeResults results,
    Function<String, ScopeView> views,
    BooleanSupplier stop)
    implements StageSource {

  private static final String LOAD = "load";

  @Override
  public Stage<?> stage(Scope scope, String stage) {
    return switch (stage) {
      case LOAD -> new LoadStage(spec(), resolved.inputs(), this::codec, new RowReader());
      case Recipe.ALIGN -> align((Scope.Align) scope);
      case Recipe.ATTACK -> attack((Scope.Cell) scope);
      case EvaluateStage.NAME -> evaluate(scope);
      case "report" -> report();
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
        () -> examples(LoadInput.SET_ALIGN),
        () -> {
          LanguageModel model = base();
          makeTrainable(model, align, randomness.adapterSeed(Recipe.ALIGN));
          return model;
        },
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
        () -> attacked(attack, cell.alignment(), randomness.adapterSeed(Recipe.ATTACK)),
        stop);
  }

  private ExampleSet poisoned(AttackSpec attack, double ratio) {
    Poison.Sources sources =
        new Poison.Sources(
            examples(LoadInput.SET_ATTACK_HARMFUL),
            examples(LoadInput.SET_ATTACK_BENIGN),
            examples(LoadInput.SET_GUIDE));
    return new DirectPoison()
        .mix(sources, new PoisonAmounts(ratio, attack.samples(), attack.guide()));
  }

  /**
   * The aligned model as the attacker begins: with a fresh adapter on top of the merged alignment
   * (double LoRA), or with the alignment's own trainables (single).
   */
  private LanguageModel attacked(AttackSpec attack, Scope.Align alignment, long adapterSeed) {
    AlignSpec align = spec().align();
    LanguageModel model = aligned(alignment.name());
    if (attack.adapter() == AttackSpec.Adapter.FRESH) {
      if (align.trained() == AlignSpec.Trained.LORA) {
        model.mergeAdapter();
      }
      model.attachAdapter(attack.lora(), adapterSeed);
    }
    return model;
  }

  /** The model as a finished alignment left it, its trainables attached. */
  LanguageModel aligned(String scope) {
    AlignSpec align = spec().align();
    Restored alignment = results.of(scope);
    LanguageModel model = base();
    makeTrainable(model, align, 0); // the values are set right away
    String artefact =
        align.trained() == AlignSpec.Trained.LORA ? Artefacts.ADAPTER : Artefacts.WEIGHTS;
    model.trainable().restore(Safetensors.read(alignment.artefact(artefact)));
    return model;
  }

  private static void makeTrainable(LanguageModel model, AlignSpec align, long adapterSeed) {
    switch (align.trained()) {
      case LORA -> model.attachAdapter(align.lora(), adapterSeed);
      case ALL -> model.trainAll();
    }
  }

  private EvaluateStage evaluate(Scope scope) {
    return new EvaluateStage(
        spec(),
        scope,
        () -> results.of(LOAD),
        ModelSubjects.source(spec(), scope, this::base, results::of),
        this::codec);
  }

  private ReportStage report() {
    ReportSource source =
        new ReportSource(run, resolved, machine, new Champion.None(), views, Clock.systemUTC());
    return new ReportStage(source, results);
  }

  private ExampleSet examples(String artefact) {
    return ExampleSet.read(results.of(LOAD).artefact(artefact));
  }

  private TextCodec codec() {
    return TextCodec.of(RealignTokenizer.load(modelFolder()));
  }

  private LanguageModel base() {
    ModelSpec.InitSpec init = spec().model().init();
    ModelOptions options = new ModelOptions(spec().model().compute());
    return init == null
        ? LanguageModel.load(modelFolder(), options)
        : LanguageModel.random(modelFolder(), init.seed(), options);
  }

  /** Folder with the model's configuration and tokenizer. */
  Path modelFolder() {
    ModelSpec model = spec().model();
    String path = model.init() == null ? model.path() : model.init().path();
    return Path.of(Objects.requireNonNull(path, "a model has a path or an init"));
  }
}
