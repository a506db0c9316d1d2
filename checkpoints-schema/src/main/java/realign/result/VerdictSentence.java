package realign.result;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import realign.result.Verdict.Outcome;
import realign.result.Verdict.Reason;

/** The verdict in one or two sentences with the numbers that decided. */
final class VerdictSentence {
  private static final int MOST_REASONS = 3;

  private VerdictSentence() {}

  static String of(
      Outcome outcome,
      ScopeFindings candidate,
      Findings findings,
      List<Reason> reasons,
      Champion champion) {
    String start = name(candidate) + ": ";
    String middle =
        outcome == Outcome.PASS ? numbers(candidate, findings) : causes(outcome, reasons);
    return start + middle + ". " + comparison(champion);
  }

  private static String name(ScopeFindings candidate) {
    ScopeFindings.Alignment alignment = candidate.alignment();
    return alignment == null ? candidate.scope() : alignment.label() + ", seed " + alignment.seed();
  }

  private static String numbers(ScopeFindings candidate, Findings findings) {
    String aligned =
        "harmful score " + of(findings.harmfulScore(candidate.last())) + " after alignment";
    return findings.cellsOf(candidate.scope()).stream()
        .map(cell -> findings.harmfulScore(cell.last()))
        .filter(Objects::nonNull)
        .max(Comparator.comparingDouble(Score::value))
        .map(worst -> aligned + ", " + of(worst) + " after the worst attack")
        .orElse(aligned);
  }

  private static String of(@Nullable Score score) {
    return score == null
        ? "not measured"
        : String.format(
            Locale.ROOT,
            "%.1f (with 95 %% confidence below %.1f)",
            score.value(),
            score.upperBound());
  }

  private static String causes(Outcome outcome, List<Reason> reasons) {
    List<Reason> decisive = reasons.stream().filter(r -> r.outcome() == outcome).toList();
    String first =
        decisive.stream().limit(MOST_REASONS).map(Reason::text).collect(Collectors.joining("; "));
    int more = decisive.size() - MOST_REASONS;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  private static String comparison(Champion champion) {
    if (champion instanceof Champion.Present present) {
      return "Compared with the champion " + present.name() + " on the same prompts.";
    }
    if (champion instanceof Champion.Unreadable unreadable) {
      return "The champion " + unreadable.name() + " could not be read.";
    }
    return "There is no champion to compare with: the absolute bounds alone decide.";
  }
}
