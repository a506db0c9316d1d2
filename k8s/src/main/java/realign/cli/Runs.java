package realign.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import realign.coordinator.Schedules;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.ResolvedSpec;
import realign.spec.RunId;
import realign.store.ObjectStore;
import realign.store.Payload;

/** The runs of a store, by their specs. Not for their scopes' logs: see {@code ScopeView}. */
record Runs(ObjectStore store) {
  private static final String RUNS = "runs/";

  /** Sorts after every key below a name: keys hold no such sign. */
  private static final String AFTER_ALL = "/~";

  /**
   * Where the spec of a run lies.
   *
   * @throws ProblemException RLN-120 when that is no name of a run, so that none can be there
   */
  static String specKey(String run) {
    return RUNS + new RunId(run).text() + "/spec.json";
  }

  /** Names of all runs: one short listing a run, however many objects it has. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    String after = "";
    while (true) {
      List<String> next = store.list(RUNS, after, 1);
      if (next.isEmpty()) {
        return names;
      }
      String rest = next.get(0).substring(RUNS.length());
      String name = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
      names.add(name);
      after = RUNS + name + AFTER_ALL;
    }
  }

  /**
   * The spec of a run.
   *
   * @throws ProblemException with the nearest names when there is no such run, or with what became
   *     of the night that it would have been
   */
  ResolvedSpec require(String run) {
    return find(run).orElseThrow(() -> new ProblemException(ExitCode.NOT_FOUND, missing(run)));
  }

  /** The spec of a run, or empty when there is no such run. */
  Optional<ResolvedSpec> find(String run) {
    return store
        .get(specKey(run))
        .map(json -> ResolvedSpec.read(specKey(run), new String(json, StandardCharsets.UTF_8)));
  }

  /**
   * Makes the spec that of the run, once and for all.
   *
   * @return whether the run is new; false when it has this very spec already
   * @throws ProblemException with the difference when the name is taken by another spec
   */
  boolean establish(String run, ResolvedSpec spec) {
    Payload json = Payload.of(spec.json().getBytes(StandardCharsets.UTF_8));
    return store.putIfAbsent(specKey(run), json) || !requireSame(run, spec);
  }

  /**
   * Looks whether a run has this spec.
   *
   * @return false when there is no such run
   * @throws ProblemException with the difference when it has another
   */
  boolean requireSame(String run, ResolvedSpec spec) {
    if (store.get(specKey(run)).isEmpty()) {
      return false;
    }
    List<String> difference = require(run).difference(spec);
    if (!difference.isEmpty()) {
      throw new ProblemException(
          ExitCode.INVALID, difference.stream().map(line -> taken(run, line)).toList());
    }
    return true;
  }

  boolean exists(String run) {
    return store.get(specKey(run)).isPresent();
  }

  /** Makes the spec that of the run unless it has one; gives the one that it has then. */
  ResolvedSpec begin(String run, ResolvedSpec spec) {
    boolean unused =
        store.putIfAbsent(specKey(run), Payload.of(spec.json().getBytes(StandardCharsets.UTF_8)));
    return require(run);
  }

  private static Problem taken(String run, String difference) {
    return new Problem(
        "RLN-705",
        "run " + run,
        null,
        "has another spec, and a run's spec never changes: " + difference,
        "Undo the change, or take another name by --run ID or --fresh");
  }

  private Problem missing(String run) {
    return new Schedules(store).findSkipped(run).map(Runs::skipped).orElseGet(() -> unknown(run));
  }

  private static Problem skipped(Schedules.Skipped night) {
    return new Problem(
        "RLN-715",
        "night " + night.night(),
        null,
        night.words(),
        "Look at realign status " + night.underWay());
  }

  private Problem unknown(String run) {
    List<String> names = names();
    String hint =
        names.isEmpty()
            ? "There are no runs; look elsewhere with --store ADDRESS"
            : NearestName.hint(run, names);
    return new Problem("RLN-706", "run", run, "must be in the store " + store.address(), hint);
  }
}
