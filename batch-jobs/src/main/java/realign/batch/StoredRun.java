package realign.batch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.RunId;
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

  /** Refuses to go on where an input has other content than when the run began. */
  void requireSameInputs() {
    ResolvedSpec now = ResolvedSpec.resolve(resolved.spec(), Path.of("/"), new ContentDigest());
    resolved.requireSame(new RunId(run), now);
  }
}
