package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import realign.log.Holder;
import realign.log.Origin;
import realign.log.RunHeads;
import realign.log.ScopeHead;
import realign.log.ScopeView;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * One scope of a run at a moment. Liveness is a guess from clocks that may differ, for a person;
 * claims never rely on it.
 *
 * @param now the reader's time
 * @param timeToLive silence after which a holder counts as gone
 */
record StatusRow(Scope scope, ScopeHead view, Instant now, Duration timeToLive) {

  /** All scopes of a run; several are read at a time, since a store far away takes its time. */
  static List<StatusRow> all(RunHeads heads, RunSpec spec, Instant now, Duration timeToLive) {
    return Together.each(
        Scope.of(spec), scope -> new StatusRow(scope, heads.of(scope.name()), now, timeToLive));
  }

  String state() {
    return view.state() == ScopeView.State.NONE
        ? "waiting"
        : view.state().name().toLowerCase(Locale.ROOT);
  }

  /** The stage that is under way, or the last that was. */
  String stage() {
    ScopeView.Heartbeat beat = beat();
    ScopeView.CommitPoint commit = view.newestCommit();
    return beat != null ? beat.stage() : commit != null ? commit.stage() : "";
  }

  /** {@code 1240/4000}, {@code 1240} where the size is not known. */
  String progress() {
    ScopeView.Heartbeat beat = beat();
    ScopeView.CommitPoint commit = view.newestCommit();
    if (beat != null) {
      return position(beat) + "/" + beat.size();
    }
    return commit == null ? "" : Long.toString(commit.position());
  }

  /** A sign of life is a few seconds old; the log may know of more. */
  private long position(ScopeView.Heartbeat beat) {
    ScopeView.CommitPoint commit = view.newestCommit();
    return commit != null && commit.stage().equals(beat.stage())
        ? Math.max(beat.position(), commit.position())
        : beat.position();
  }

  String checkpoint() {
    ScopeView.CommitPoint commit = view.newestCommit();
    return commit == null ? "" : commit.stage() + " " + commit.position();
  }

  String checkpointAge() {
    ScopeView.CommitPoint commit = view.newestCommit();
    return commit == null ? "" : age(commit.time());
  }

  long attempts() {
    return view.attempts();
  }

  /**
   * {@code alive}, {@code no heartbeat for 4m}; where nobody holds the scope nothing, or which run
   * computed it.
   */
  String holder() {
    if (!held()) {
      return unchangedSince() == null ? "" : "unchanged since " + unchangedSince();
    }
    return alive() ? "alive" : "no heartbeat for " + age(lastSign());
  }

  /** The run that computed what this one copied as a whole, or null. */
  private @Nullable String unchangedSince() {
    ScopeView.CommitPoint commit = view.newestCommit();
    Origin from = commit == null ? null : commit.from();
    return from == null || view.state() != ScopeView.State.DONE ? null : from.run();
  }

  String holderName() {
    Holder holder = view.holder();
    return !held() || holder == null ? "" : holder.toString();
  }

  /** What tells the scope from its siblings: method, seeds, harmful ratio. */
  String about() {
    return ScopeLabel.of(scope);
  }

  String loss() {
    ScopeView.Heartbeat beat = beat();
    Double loss = beat == null ? null : beat.loss();
    return loss == null ? "" : String.format(Locale.ROOT, "%.4f", loss);
  }

  void add(ObjectNode json) {
    json.put("scope", scope.name()).put("about", about()).put("state", state());
    json.put("stage", stage());
    addProgress(json, beat());
    ScopeView.CommitPoint commit = view.newestCommit();
    if (commit != null) {
      json.putObject("checkpoint")
          .put("stage", commit.stage())
          .put("position", commit.position())
          .put("time", commit.time().toString())
          .put("ageSeconds", Duration.between(commit.time(), now).toSeconds());
    }
    if (unchangedSince() != null) {
      json.put("unchangedSince", unchangedSince());
    }
    json.put("attempts", attempts()).put("held", held());
    if (held()) {
      json.put("holder", holderName()).put("alive", alive());
      json.put("lastSign", lastSign().toString());
    }
  }

  private void addProgress(ObjectNode json, ScopeView.@Nullable Heartbeat beat) {
    if (beat != null) {
      json.put("position", position(beat)).put("size", beat.size());
      json.put("loss", beat.loss());
    }
  }

  private boolean held() {
    return view.held();
  }

  private boolean alive() {
    return Duration.between(lastSign(), now).compareTo(timeToLive) <= 0;
  }

  private Instant lastSign() {
    ScopeView.Heartbeat beat = view.heartbeat();
    Instant claimed = view.claimed();
    return beat != null ? beat.time() : claimed != null ? claimed : Instant.EPOCH;
  }

  /** The sign of life while it tells more than the log does. */
  private ScopeView.@Nullable Heartbeat beat() {
    ScopeView.Heartbeat beat = view.heartbeat();
    return held() && beat != null && !beat.stage().isEmpty() ? beat : null;
  }

  private String age(Instant time) {
    return Amounts.duration(Duration.between(time, now));
  }
}
