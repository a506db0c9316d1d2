package realign.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.log.ScopeView;
import realign.log.ScopeView.CommitPoint;
import realign.result.Circumstances.Attempt;
import realign.result.Circumstances.Ending;

/** The attempts at a scope as its log tells them. */
final class AttemptHistory {
  private AttemptHistory() {}

  static List<Attempt> of(ScopeView view) {
    List<Attempt> attempts = new ArrayList<>();
    Map<String, Long> reached = new HashMap<>();
    String from = "the beginning";
    for (int i = 0; i < view.attempts().size(); i++) {
      ScopeView.Attempt claim = view.attempts().get(i);
      List<CommitPoint> own = view.commits().stream().filter(c -> c.claim() == claim.n()).toList();
      boolean newest = i == view.attempts().size() - 1;
      String to = own.isEmpty() ? null : place(own.get(own.size() - 1));
      attempts.add(
          new Attempt(
              view.scope(),
              i + 1,
              claim.holder().toString(),
              claim.time(),
              end(view, claim, newest),
              claim.lastCommit(),
              from,
              to,
              own.size(),
              ending(view, claim, newest),
              redone(own, reached)));
      from = to == null ? from : to;
    }
    return attempts;
  }

  private static @Nullable Instant end(ScopeView view, ScopeView.Attempt claim, boolean newest) {
    if (claim.end() != null || !newest || view.done() == null) {
      return claim.end();
    }
    return view.done().time();
  }

  private static Ending ending(ScopeView view, ScopeView.Attempt claim, boolean newest) {
    if (newest && view.done() != null) {
      return Ending.DONE;
    }
    if (newest && view.state() == ScopeView.State.ABANDONED) {
      return Ending.ABANDONED;
    }
    if (claim.end() != null) {
      return Ending.RELEASED;
    }
    return newest ? Ending.RUNNING : Ending.REPLACED;
  }

  private static String place(CommitPoint commit) {
    return commit.stage() + " " + commit.position();
  }

  /**
   * How far an attempt's first commit of a stage lies at or below what earlier attempts had reached
   * in it: these positions were done again.
   */
  private static long redone(List<CommitPoint> own, Map<String, Long> reached) {
    Map<String, Long> first = new HashMap<>();
    own.forEach(commit -> first.putIfAbsent(commit.stage(), commit.position()));
    long redone = 0;
    for (Map.Entry<String, Long> stage : first.entrySet()) {
      redone += Math.max(0, reached.getOrDefault(stage.getKey(), 0L) - stage.getValue());
    }
    own.forEach(commit -> reached.merge(commit.stage(), commit.position(), Math::max));
    return redone;
  }
}
