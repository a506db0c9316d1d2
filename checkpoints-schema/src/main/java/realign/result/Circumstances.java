package realign.result;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a run got to its findings: when, by which attempts, on what. Differs between an undisturbed
 * and a restarted run, and decides nothing.
 *
 * @param attempts every attempt at every scope, in the order of scopes and of claims
 * @param costs forecast and cost of every training stage, in the order of scopes
 * @param copied scopes that are, or began with, what another run computed, in the order of scopes
 * @param computed what computed each scope, anew where that changed, in the order of scopes
 * @param abandoned scopes that were given up, in the order of scopes
 * @param machine what the report itself was computed on
 * @param written when the report was written
 */
public record Circumstances(
    List<Attempt> attempts,
    // reports of earlier versions have none
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<StageCosts> costs,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Copied> copied,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Computed> computed,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Abandoned> abandoned,
    Machine machine,
    Instant written) {

  public Circumstances {
    attempts = List.copyOf(attempts);
    costs = List.copyOf(costs);
    copied = List.copyOf(copied);
    computed = List.copyOf(computed);
    abandoned = List.copyOf(abandoned);
  }

  /** Of a run in which nothing was given up. */
  public Circumstances(
      List<Attempt> attempts,
      List<StageCosts> costs,
      List<Copied> copied,
      List<Computed> computed,
      Machine machine,
      Instant written) {
    this(attempts, costs, copied, computed, List.of(), machine, written);
  }

  /**
   * A scope that was given up for good.
   *
   * @param reason in the words of whoever gave it up: two runs with the same findings may differ
   */
  public record Abandoned(String scope, String reason) {
    /** Scope and reason. */
    public String words() {
      return scope + ": " + reason;
    }
  }

  /** The first scopes that were given up, with the reasons, and how many more; for summaries. */
  public List<String> someAbandoned() {
    return Findings.some(abandoned.stream().map(Abandoned::words).toList());
  }

  /**
   * A scope that another run computed, or began.
   *
   * @param scope the scope
   * @param run the run that first computed what was copied
   * @param of that run's scope
   * @param commit number of the entry of its log that was copied
   * @param at where it stood, such as {@code align 40}
   * @param whole whether the scope's whole result was copied; else it went on from there
   */
  public record Copied(String scope, String run, String of, long commit, String at, boolean whole) {

    /** In words: {@code unchanged since RUN}, or what it was forked from. */
    public String words() {
      return whole
          ? "unchanged since " + run
          : "forked from " + of + " of " + run + " at " + at + " (entry " + commit + ")";
    }
  }

  /**
   * Commits of a scope that one machine and program made.
   *
   * @param scope the scope
   * @param from its first commit, such as {@code align 40}
   * @param machine what computed
   * @param changes what differs from what computed before, in this scope or the one before it, such
   *     as {@code processor AVX2 -> AVX512}
   */
  public record Computed(String scope, String from, Machine machine, List<String> changes) {
    public Computed {
      changes = List.copyOf(changes);
    }
  }

  /** Why another run of the same spec may find other bits, a line each; empty where it may not. */
  public List<String> doubts() {
    return computed.stream()
        .filter(part -> !part.changes().isEmpty())
        .map(part -> part.scope() + " from " + part.from() + " on: " + join(part.changes()))
        .toList();
  }

  private static String join(List<String> changes) {
    return String.join(", ", changes);
  }

  /**
   * One process working at one scope.
   *
   * @param scope the scope
   * @param number 1 for the scope's first attempt
   * @param holder who it was, as the log has it
   * @param start when it claimed the scope
   * @param end when it finished or released it; null when it died, or still runs
   * @param lastCommit its last commit, or null when it committed nothing
   * @param from where it began, such as {@code align 40}
   * @param to where its last commit stood; null when it committed nothing
   * @param commits number of its commits
   * @param ending how it ended
   * @param redone positions that an attempt before it had committed and that it did again for sure,
   *     because the newest commit did not verify; work since a commit leaves no trace and is not
   *     counted
   */
  public record Attempt(
      String scope,
      int number,
      String holder,
      Instant start,
      @Nullable Instant end,
      @Nullable Instant lastCommit,
      String from,
      @Nullable String to,
      int commits,
      Ending ending,
      long redone) {}

  /** How an attempt ended. */
  public enum Ending {
    DONE,
    RELEASED,
    /** Another attempt took the scope over. */
    REPLACED,
    RUNNING,
    /** It gave the scope up for good. */
    ABANDONED
  }

  /**
   * What computes.
   *
   * @param code version of this program
   * @param libraries versions by name
   * @param device {@code cpu} or the name of a GPU
   * @param processor capability by which kernels were chosen
   * @param threads native threads
   */
  public record Machine(
      String code, Map<String, String> libraries, String device, String processor, int threads) {
    public Machine {
      libraries = java.util.Collections.unmodifiableMap(new TreeMap<>(libraries));
    }
  }

  /** Attempts beyond the first, over all scopes. */
  public long recoveries() {
    return attempts.stream().filter(a -> a.number() > 1).count();
  }
}
