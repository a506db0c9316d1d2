package realign.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.log.Origin;
import realign.log.Provenance;
import realign.log.ScopeView;
import realign.log.ScopeView.CommitPoint;
import realign.result.Circumstances.Computed;
import realign.result.Circumstances.Copied;
import realign.result.Circumstances.Machine;

/** Where the scopes' bits come from, as their logs tell it. */
final class ScopeOrigins {
  private final List<Copied> copied = new ArrayList<>();
  private final List<Computed> computed = new ArrayList<>();
  private @Nullable Provenance before;

  /** Gathers it from logs, in the order of scopes. */
  ScopeOrigins(Iterable<ScopeView> views) {
    views.forEach(this::add);
  }

  /** What other runs computed. */
  List<Copied> copied() {
    return List.copyOf(copied);
  }

  /** What computed. */
  List<Computed> computed() {
    return List.copyOf(computed);
  }

  private void add(ScopeView view) {
    view.commits().stream()
        .filter(commit -> commit.from() != null)
        .findFirst()
        .ifPresent(first -> addCopy(view, first));
    boolean begins = true;
    for (CommitPoint commit : view.commits()) {
      List<String> changes = before == null ? List.of() : before.differences(commit.provenance());
      if (begins || !changes.isEmpty()) {
        computed.add(
            new Computed(view.scope(), place(commit), machine(commit.provenance()), changes));
      }
      before = commit.provenance();
      begins = false;
    }
  }

  private void addCopy(ScopeView view, CommitPoint first) {
    Origin from = first.from();
    CommitPoint newest = view.newestCommit();
    if (from != null && newest != null) {
      boolean whole = from.equals(newest.from());
      copied.add(
          new Copied(view.scope(), from.run(), from.scope(), from.commit(), place(first), whole));
    }
  }

  private static String place(CommitPoint commit) {
    return commit.stage() + " " + commit.position();
  }

  static Machine machine(Provenance of) {
    return new Machine(of.code(), of.libraries(), of.device(), of.processor(), of.threads());
  }
}
