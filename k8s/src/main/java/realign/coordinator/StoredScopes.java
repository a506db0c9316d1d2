package realign.coordinator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import realign.log.Holder;
import realign.log.Provenance;
import realign.log.Restored;
import realign.log.ScopeHead;
import realign.log.ScopeMaintenance;
import realign.log.ScopeView;
import realign.log.Settings;
import realign.result.ReportDocument;
import realign.result.Verdict;
import realign.spec.ClusterTarget.Occasion;
import realign.spec.ExitCode;
import realign.spec.ResolvedSpec;
import realign.spec.Scope;
import realign.spec.Target;
import realign.store.ObjectStore;

/** The scopes of a run as their logs tell of them. Not for what the cluster tells. */
final class StoredScopes {
  private final ObjectStore store;
  private final String run;
  private final ResolvedSpec spec;
  private final Target target;
  private final String version;

  /** An end stays an end: what has one need not be read again. */
  private final Map<String, ScopeView.State> ended = new HashMap<>();

  /** The newest of each scope that was seen. */
  private final Map<String, Instant> commits = new HashMap<>();

  StoredScopes(ObjectStore store, String run, ResolvedSpec spec, Target target, String version) {
    this.store = store;
    this.run = run;
    this.spec = spec;
    this.target = target;
    this.version = version;
  }

  /** When each scope last committed something, as of the last look. */
  Map<String, Instant> commits() {
    return Map.copyOf(commits);
  }

  /** What each log says now. */
  Map<String, ScopeView.State> states() {
    Map<String, ScopeView.State> states = new TreeMap<>();
    for (Scope scope : Scope.of(spec.spec())) {
      states.put(scope.name(), state(scope.name()));
    }
    return states;
  }

  private ScopeView.State state(String scope) {
    ScopeView.State known = ended.get(scope);
    if (known != null) {
      return known;
    }
    ScopeHead head = ScopeHead.read(store, run, scope);
    ScopeView.CommitPoint commit = head.newestCommit();
    if (commit != null) {
      commits.put(scope, commit.time());
    }
    ScopeView.State state = head.state();
    if (state == ScopeView.State.DONE || state == ScopeView.State.ABANDONED) {
      ended.put(scope, state);
    }
    return state;
  }

  /**
   * Gives a scope up unless it has ended.
   *
   * @param endedJobs uids of Jobs whose pods are gone, as the cluster says: what they held need not
   *     be watched for a sign of life
   * @throws realign.log.ScopeHeldException when somebody else holds it, and lives
   */
  void abandon(String scope, String reason, Set<String> endedJobs) {
    ScopeHead head = ScopeHead.read(store, run, scope);
    if (head.state() == ScopeView.State.DONE || head.state() == ScopeView.State.ABANDONED) {
      return;
    }
    Holder holder = head.holder();
    String job = holder == null ? null : holder.jobUid();
    boolean gone = job != null && endedJobs.contains(job);
    boolean unused = ScopeMaintenance.of(store, run, scope, settings(gone)).abandon(reason);
  }

  private Settings settings(boolean force) {
    Provenance computesNothing =
        new Provenance(spec.identity(), version, Map.of(), "none", "none", 1);
    return new Settings(
        target.timeToLive(), target.heartbeat(), target.checkpoint(), force, computesNothing);
  }

  /** How the run ended, by its report: whatever became of the Job that wrote it. */
  Ending ending(List<String> abandoned) {
    Verdict verdict = verdict();
    if (verdict != null) {
      return Ending.of(verdict);
    }
    return abandoned.isEmpty()
        ? Ending.of(ExitCode.DONE, "done; the spec has no gate")
        : new Ending(
            ExitCode.DONE,
            null,
            "done, but without " + String.join(", ", abandoned) + "; the spec has no gate",
            Occasion.FAILED);
  }

  private @Nullable Verdict verdict() {
    Restored report = ScopeView.result(store, run, "report");
    return report == null ? null : document(report.artefact("report.json")).verdict();
  }

  private static ReportDocument document(ByteBuffer json) {
    return ReportDocument.fromJson(StandardCharsets.UTF_8.decode(json.duplicate()).toString());
  }
}
