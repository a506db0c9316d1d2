package realign.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.ModelSpec;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.RunId;
import realign.spec.Setting;
import realign.store.ObjectStore;

/** A run as the store has it. */
record StoredRun(String run, ResolvedSpec resolved) {

  /** Reads it. */
  static StoredRun read(ObjectStore store, String run) {
    String key = "runs/" + new RunId(run) + "/spec.json";
    byte[] json =
        store
            .get(key)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ExitCode.NOT_FOUND,
                        new Problem(
                            "RLN-725",
                            "run " + run,
                            null,
                            "must be in the store " + store.address(),
                            "Look at --run and at --store")));
    return new StoredRun(run, ResolvedSpec.read(key, new String(json, StandardCharsets.UTF_8)));
  }

  /** The same run with all inputs on this machine. */
  StoredRun local(InputFetcher fetcher) {
    return new StoredRun(run, resolved.local(fetcher));
  }

  /** Refuses to go on where an input has other content than when the run began. */
  void requireSameInputs(InputFetcher fetcher) {
    ResolvedSpec now =
        ResolvedSpec.resolve(resolved.spec(), Path.of("/"), new ContentDigest(), fetcher);
    resolved.requireSame(new RunId(run), now);
  }

  /**
   * Refuses to build on another base model than the run did. For what reads no other input: those
   * may be gone by now.
   */
  void requireSameModel(InputFetcher fetcher) {
    ModelSpec model = resolved.spec().model();
    ModelSpec.InitSpec init = model.init();
    String setting = init == null ? "model.path" : "model.init.path";
    String place = Objects.requireNonNull(init == null ? model.path() : init.path());
    Path folder =
        InputFetcher.isRemote(place) ? fetcher.fetch(place, Setting.Input.MODEL) : Path.of(place);
    if (!resolved.digest(setting).equals(digest(folder))) {
      throw new ProblemException(
          ExitCode.INVALID,
          new Problem(
              "RLN-731",
              setting,
              place,
              "must be the model that run " + run + " began with, but its content is another",
              "Put the same files back there, or begin a new run"));
    }
  }

  /** Content of a model's folder; none where it cannot be read. */
  private static Optional<String> digest(Path folder) {
    try {
      return Optional.of(new ContentDigest().model(folder));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
