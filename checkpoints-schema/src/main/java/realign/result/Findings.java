package realign.result;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found out, and nothing of how it got there: no path, host or time, so that a restarted
 * run has the same findings to the bit as an undisturbed one.
 *
 * @param judges names of all judges that looked, as the spec lists them; the first is the
 *     headline's
 * @param scopes all planned scopes that measure or train: base, alignments, cells
 * @param defects what is missing or cannot be right in the records
 */
public record Findings(List<String> judges, List<ScopeFindings> scopes, List<Defect> defects) {

  /**
   * Something that is missing or cannot be right.
   *
   * @param scope where
   * @param what a sentence
   */
  public record Defect(String scope, String what) {
    /** Scope and sentence. */
    public String words() {
      return scope + " " + what;
    }
  }

  /** Most lines of a kind in a summary: a sweep may lack hundreds of cells. */
  private static final int SOME = 10;

  /** The first defects in words, and how many more there are; for summaries. */
  public List<String> someDefects() {
    return some(defects.stream().map(Defect::words).toList());
  }

  static List<String> some(List<String> all) {
    if (all.size() <= SOME) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, SOME));
    some.add("and " + (all.size() - SOME) + " more");
    return List.copyOf(some);
  }

  public Findings {
    judges = List.copyOf(judges);
    scopes = List.copyOf(scopes);
    defects = List.copyOf(defects);
  }

  /** SHA-256 of the canonical JSON, in hexadecimal. */
  public String digest() {
    return ResultJson.digest(this);
  }

  /** A scope by its name, or null. */
  public @Nullable ScopeFindings scope(String name) {
    return scopes.stream().filter(s -> s.scope().equals(name)).findFirst().orElse(null);
  }

  /** The judge of the headline, or null when no judge looked. */
  public @Nullable String firstJudge() {
    return judges.isEmpty() ? null : judges.get(0);
  }

  /** The harmful score of the headline, or null when it was not measured. */
  public @Nullable Score harmfulScore(@Nullable PointFindings point) {
    return point == null ? null : point.harmfulBy(firstJudge());
  }

  /** All alignments, in planned order. */
  public List<ScopeFindings> alignments() {
    return scopes.stream().filter(ScopeFindings::measuresAlignment).toList();
  }

  /** All attacks, in planned order. */
  public List<ScopeFindings> cells() {
    return scopes.stream().filter(ScopeFindings::measuresAttack).toList();
  }

  /** The attacks on an alignment, in planned order. */
  public List<ScopeFindings> cellsOf(String alignmentScope) {
    return cells().stream()
        .filter(c -> c.alignment() != null && c.alignment().scope().equals(alignmentScope))
        .toList();
  }
}
