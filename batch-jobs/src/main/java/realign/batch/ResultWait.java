package realign.batch;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import realign.log.ScopeHead;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * The wait for the result of a scope that another process works on. Not for a scope that this
 * process is to claim. Whoever shows no sign of life for one time-to-live, by the own monotonic
 * clock, counts as dead, as it does for a claim.
 */
final class ResultWait {
  private final StoredResults results;
  private final String scope;
  private final boolean patient;
  private final Surroundings surroundings;

  /** The newest view that moved, and when it was read. */
  private @Nullable ScopeHead alive;

  private long aliveNanos;
  private boolean warned;

  /**
   * A wait.
   *
   * @param patient go on waiting though the other process looks dead: another may take its place
   */
  ResultWait(StoredResults results, String scope, boolean patient, Surroundings surroundings) {
    this.results = results;
    this.scope = scope;
    this.patient = patient;
    this.surroundings = surroundings;
  }

  /**
   * Returns when the scope is done, or when the one that waits can do without.
   *
   * @param dispensable whether it can; asked at every look
   * @param pause what happens between two looks
   */
  void await(BooleanSupplier dispensable, Runnable pause) {
    while (!results.done(scope) && !dispensable.getAsBoolean()) {
      ScopeHead view = ScopeHead.read(results.store(), results.run(), scope);
      if (view.held()) {
        watch(view);
        pause.run();
      } else {
        results.of(scope); // refuses where nobody works on it
      }
    }
  }

  private void watch(ScopeHead view) {
    long now = surroundings.nanoTime().getAsLong();
    if (alive == null) {
      say("info", "waiting for scope " + scope + " of another process");
    }
    if (alive == null || view.movedSince(alive)) {
      alive = view;
      aliveNanos = now;
      warned = false;
    } else if (now - aliveNanos > surroundings.target().timeToLive().toNanos()) {
      dead(view);
    }
  }

  private void dead(ScopeHead view) {
    ProblemException problem = problem(view);
    if (!patient) {
      throw problem;
    }
    if (!warned) {
      say("warn", "still waiting: " + problem.getMessage());
      warned = true;
    }
  }

  private ProblemException problem(ScopeHead view) {
    return new ProblemException(
        ExitCode.HELD,
        new Problem(
            "RLN-730",
            "scope " + scope,
            view.holder() == null ? null : view.holder() + " without a sign of life",
            "must be worked on by a process that lives while another waits for its result",
            "Run that scope again, or wait on with --wait"));
  }

  private void say(String level, String text) {
    surroundings.events().note(level, text);
  }
}
