package realign.batch;

import java.nio.file.Path;
import java.util.Objects;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.spec.ModelSpec;
import realign.spec.Target;

/** The model that a run begins with. Holds nothing open. */
record BaseModel(ModelSpec spec, Target target) {

  /** Folder with configuration, tokenizer and, but for an init, weights. */
  static Path folder(ModelSpec spec) {
    String path = spec.init() == null ? spec.path() : spec.init().path();
    return Path.of(Objects.requireNonNull(path, "a model has a path or an init"));
  }

  /** Opens it; for the caller to close. */
  LanguageModel open() {
    ModelOptions options = ModelOptions.of(spec).recomputing(target.activationRecomputation());
    ModelSpec.InitSpec init = spec.init();
    return init == null
        ? LanguageModel.load(folder(spec), options)
        : LanguageModel.random(folder(spec), init.seed(), options);
  }
}
