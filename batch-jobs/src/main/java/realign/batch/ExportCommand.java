package realign.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.log.Provenance;
import realign.log.ScopeView;
import realign.model.Engine;
import realign.model.Hardware;
import realign.model.LanguageModel;
import realign.model.ModelExport;
import realign.safetensors.Safetensors;
import realign.spec.AlignSpec;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.training.Artefacts;

/**
 * {@code export}: what a finished alignment offers, as files that the usual Python stack loads.
 * Attacked models are harmful on purpose and never exported.
 */
final class ExportCommand {
  private static final Set<String> OPTIONS =
      Set.of("--store", "--run", "--scope", "--merged", "--adapter", "--target");

  private ExportCommand() {}

  static Outcome run(List<String> arguments, Events events) {
    Arguments given = new Arguments(arguments, OPTIONS, Set.of());
    Target target = RunCommand.target(directory(given.get("--target")));
    try (ObjectStore store = ObjectStores.open(given.require("--store"), target.s3())) {
      InputFetcher inputs = RunCommand.inputs(RunCommand.workFolder(), target, events);
      StoredRun told = StoredRun.read(store, given.require("--run"));
      StoredRun stored = told.local(inputs);
      String scope = alignment(stored.resolved().spec(), given.require("--scope"));
      Path merged = directory(given.get("--merged"));
      Path adapter = directory(given.get("--adapter"));
      requireOneForm(stored.resolved().spec(), merged, adapter);
      told.requireSameModel(inputs);
      export(factory(store, stored, target), scope, merged, adapter);
    }
    return new Outcome(ExitCode.DONE);
  }

  private static @Nullable Path directory(@Nullable String name) {
    return name == null ? null : Path.of(name);
  }

  private static String alignment(RunSpec spec, String name) {
    if (new RunPlan(spec, List.of(), null).scope(name) instanceof Scope.Align) {
      return name;
    }
    throw refused(
        "RLN-726",
        "--scope",
        name,
        "must be an alignment: attacked models are never exported",
        "Name a scope align-NNN");
  }

  private static StageFactory factory(ObjectStore store, StoredRun stored, Target target) {
    Provenance machine = Machine.provenance(stored.resolved(), target);
    return new StageFactory(
        stored.run(),
        stored.resolved(),
        machine,
        target,
        new StoredResults(store, stored.run()),
        scope -> ScopeView.read(store, stored.run(), scope),
        () -> false);
  }

  private static void requireOneForm(RunSpec spec, @Nullable Path merged, @Nullable Path adapter) {
    if ((merged == null) == (adapter == null)) {
      throw Arguments.usage(
          "export", "must be told one form", "Use either --merged DIR or --adapter DIR");
    }
    if (adapter != null && spec.align().trained() != AlignSpec.Trained.LORA) {
      throw noAdapter("align.trained all", "must be of a run that trained an adapter");
    }
    if (adapter != null && spec.model().init() != null) {
      throw noAdapter("model.init", "must be of a run whose base model has weights in a folder");
    }
  }

  private static ProblemException noAdapter(String value, String rule) {
    return refused("RLN-727", "--adapter", value, rule, "Use --merged DIR");
  }

  private static void export(
      StageFactory factory, String scope, @Nullable Path merged, @Nullable Path adapter) {
    Engine.enterThread();
    if (merged != null) {
      exportMerged(factory, scope, merged);
    } else if (adapter != null) {
      exportAdapter(factory, scope, adapter);
    }
  }

  private static void exportMerged(StageFactory factory, String scope, Path directory) {
    Hardware.here().require(factory.resolved().spec().model());
    try (LanguageModel model = factory.aligned(scope)) {
      if (factory.resolved().spec().align().trained() == AlignSpec.Trained.LORA) {
        model.mergeAdapter();
      }
      ModelExport.merged(directory, model, factory.modelFolder());
    }
  }

  private static void exportAdapter(StageFactory factory, String scope, Path directory) {
    ModelExport.adapter(
        directory,
        factory.resolved().spec().align().lora(),
        Safetensors.read(factory.results().of(scope).artefact(Artefacts.ADAPTER)),
        factory.modelFolder());
  }

  private static ProblemException refused(
      String id, String what, String value, String rule, String fix) {
    return new ProblemException(ExitCode.USAGE, new Problem(id, what, value, rule, fix));
  }
}
