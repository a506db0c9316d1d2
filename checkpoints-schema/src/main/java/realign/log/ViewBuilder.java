package realign.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.ScopeView.Attempt;
import realign.log.ScopeView.CommitPoint;
import realign.log.ScopeView.DoneSummary;
import realign.log.ScopeView.Heartbeat;
import realign.log.ScopeView.State;

/** Gathers a {@link ScopeView} from the entries of a log. */
final class ViewBuilder {
  private final String run;
  private final String scope;
  private final LogState head;
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<CommitPoint> commits = new ArrayList<>();
  private State state = State.NONE;
  private @Nullable DoneSummary done;

  /**
   * @param head how the scope stands; what was appended since may be added all the same
   */
  ViewBuilder(String run, String scope, LogState head) {
    this.run = run;
    this.scope = scope;
    this.head = head;
  }

  ViewBuilder add(List<LogEntry> entries) {
    entries.forEach(this::add);
    return this;
  }

  private void add(LogEntry entry) {
    Instant time = entry.stamp().time();
    if (entry instanceof LogEntry.Claim made) {
      state = State.CLAIMED;
      attempts.add(new Attempt(made.n(), made.holder(), time, null, null));
    } else if (entry instanceof LogEntry.Commit made) {
      state = State.RUNNING;
      commits.add(point(made, head));
      Attempt last = last();
      replaceLast(new Attempt(last.n(), last.holder(), last.time(), time, null));
    } else if (entry instanceof LogEntry.Release) {
      state = State.RELEASED;
      end(time);
    } else if (entry instanceof LogEntry.Done made) {
      state = State.DONE;
      done = summary(made);
      end(time);
    } else if (entry instanceof LogEntry.Maintenance made
        && made.action() == LogEntry.Maintenance.Action.ABANDON) {
      state = State.ABANDONED;
      if (made.claim() != null) {
        end(time);
      }
    }
  }

  static CommitPoint point(LogEntry.Commit made, LogState head) {
    LogEntry.Commit newest = head.commit();
    return new CommitPoint(
        made.n(),
        made.claim(),
        made.stage(),
        made.position(),
        made.stageDone(),
        made.stamp().time(),
        head.restorable().contains(made.n()),
        newest != null && newest.pinned().contains(made.n()),
        made.contents().blobs().stream().mapToLong(BlobRef::size).sum(),
        made.from(),
        made.provenance());
  }

  static DoneSummary summary(LogEntry.Done made) {
    return new DoneSummary(
        made.key(),
        made.digests(),
        made.stamp().time(),
        List.copyOf(made.contents().artefacts().keySet()));
  }

  private void end(Instant time) {
    Attempt last = last();
    replaceLast(new Attempt(last.n(), last.holder(), last.time(), last.lastCommit(), time));
  }

  /** The log has checked that a claim precedes all else. */
  private Attempt last() {
    return attempts.get(attempts.size() - 1);
  }

  private void replaceLast(Attempt attempt) {
    attempts.set(attempts.size() - 1, attempt);
  }

  /** The view, with the newest claim's heartbeat beside it. */
  ScopeView build(ScopeStore at) {
    Heartbeat heartbeat =
        attempts.isEmpty()
            ? null
            : Heartbeats.read(at.patient(), at.keys().heartbeat(last().n())).orElse(null);
    return new ScopeView(run, scope, state, attempts, commits, heartbeat, done);
  }
}
