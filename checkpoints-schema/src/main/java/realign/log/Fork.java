package realign.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.StageNames;
import realign.store.ObjectStore;

/**
 * A scope that begins with a checkpoint of another run, whose spec may differ: the run then goes on
 * from there by its own spec. FORMAT.md, "Copies".
 */
public final class Fork {
  private final ObjectStore store;
  private final Settings settings;

  /**
   * Forks in a store.
   *
   * @param settings how the new scope is held for the moment of copying
   */
  public Fork(ObjectStore store, Settings settings) {
    this.store = store;
    this.settings = settings;
  }

  /**
   * Begins a scope of a run with the checkpoint of the same scope of another run, its state
   * included, and gives the scope up at once.
   *
   * @param run the new run, which has this spec
   * @param from the run that has the checkpoint
   * @param checkpoint an alignment or a cell, and a step of it
   * @return the commit that was copied
   * @throws ProblemException when there is no such checkpoint, when it cannot fit the spec, when it
   *     is damaged, or when the scope was begun before. Weights of other shapes show only once the
   *     scope goes on
   */
  public StoredCommit begin(String run, RunSpec spec, String from, CheckpointName checkpoint) {
    Scope scope = scope(spec, checkpoint.scope());
    StoredCommit source = StoredCommit.named(store, from, checkpoint);
    requireFit(spec, scope, source.point());
    try (ScopeLog log = ScopeLog.claim(store, run, scope.name(), Holder.self(), settings)) {
      if (!log.isFirstClaim()) {
        log.release();
        throw refused(
            ExitCode.INVALID,
            "RLN-740",
            "scope " + scope.name() + " of run " + run,
            "was begun before",
            "must be new, since it begins with a copy",
            "Take another run id");
      }
      if (!log.copy(source)) {
        log.release();
        throw refused(
            ExitCode.STORE_UNAVAILABLE,
            "RLN-741",
            "checkpoint " + checkpoint + " of run " + from,
            String.join("; ", log.notices()),
            "must be whole",
            "Take another checkpoint; see realign checkpoint ls " + from);
      }
      log.release();
    }
    return source;
  }

  private static Scope scope(RunSpec spec, String name) {
    List<Scope> trained =
        Scope.of(spec).stream()
            .filter(scope -> scope instanceof Scope.Align || scope instanceof Scope.Cell)
            .toList();
    return trained.stream()
        .filter(scope -> scope.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    ExitCode.INVALID,
                    "RLN-742",
                    "scope",
                    name,
                    "must be an alignment or a cell of the new spec",
                    NearestName.hint(name, trained.stream().map(Scope::name).toList())));
  }

  private static void requireFit(RunSpec spec, Scope scope, ScopeView.CommitPoint point) {
    String training = scope instanceof Scope.Align ? StageNames.ALIGN : StageNames.ATTACK;
    Set<String> stages =
        spec.evaluate() == null ? Set.of(training) : Set.of(training, StageNames.EVALUATE);
    if (!stages.contains(point.stage())) {
      throw refused(
          ExitCode.INVALID,
          "RLN-743",
          "checkpoint of stage " + point.stage(),
          null,
          "must be of a stage that scope " + scope.name() + " has in the new spec",
          "Take a checkpoint of stage " + training);
    }
    Integer most =
        scope instanceof Scope.Align || spec.attack() == null
            ? spec.align().maxSteps()
            : spec.attack().maxSteps();
    if (point.stage().equals(training) && most != null && point.position() > most) {
      throw refused(
          ExitCode.INVALID,
          "RLN-744",
          "checkpoint " + scope.name() + ":" + point.position(),
          "step " + point.position(),
          "must not be beyond the new spec's " + training + " stage, of at most " + most + " steps",
          "Take an earlier checkpoint, or raise maxSteps");
    }
  }

  /**
   * The commit of another scope that this one began with, however far it went since; empty for a
   * scope that began at its own first step.
   */
  public static Optional<Origin> origin(ObjectStore store, String run, String scope) {
    return ScopeStore.of(store, run, scope)
        .log()
        .entry(1)
        .map(second -> second.entry() instanceof LogEntry.Commit first ? first.from() : null);
  }

  private static ProblemException refused(
      ExitCode code, String id, String what, @Nullable String found, String rule, String fix) {
    return new ProblemException(code, new Problem(id, what, found, rule, fix));
  }
}
