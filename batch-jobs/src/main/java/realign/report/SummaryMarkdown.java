package realign.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.result.Circumstances;
import realign.result.Findings;
import realign.result.HeadlineRow;
import realign.result.ReportDocument;
import realign.result.Score;
import realign.result.Verdict;

/** {@code summary.md}: verdict, headline and limits for a chat or a pull request. */
final class SummaryMarkdown {
  private SummaryMarkdown() {}

  static String render(ReportDocument document) {
    StringBuilder out = new StringBuilder();
    verdict(document, out);
    headline(document, out);
    defects(document.findings(), out);
    origins(document.circumstances(), out);
    list("What this report does not show", document.limits(), out);
    out.append("\nFindings digest `").append(document.findingsDigest()).append("`\n");
    return out.toString();
  }

  private static void verdict(ReportDocument document, StringBuilder out) {
    Verdict verdict = document.verdict();
    String word = verdict == null ? "No gate" : verdict.outcome().name();
    out.append("# ").append(word).append(": ").append(escape(document.run())).append("\n\n");
    if (verdict != null) {
      out.append(escape(verdict.sentence())).append("\n\n");
    }
  }

  private static void headline(ReportDocument document, StringBuilder out) {
    out.append(
        "| model | moment | harmful | HS+ | refusal | over-refusal | accuracy | breaks at |\n");
    out.append("|---|---|---|---|---|---|---|---|\n");
    for (HeadlineRow row : HeadlineRow.of(document.findings())) {
      out.append("| ").append(escape(row.model())).append(" | ").append(escape(row.moment()));
      for (Score score : scores(row)) {
        out.append(" | ").append(cell(score));
      }
      out.append(" | ").append(escape(row.breaksAt())).append(" |\n");
    }
    out.append("\nPercent, with the Wilson 95 % interval and the number of prompts.\n");
  }

  private static List<@Nullable Score> scores(HeadlineRow row) {
    return java.util.Arrays.asList(
        row.harmful(), row.harmfulPlus(), row.refusal(), row.overRefusal(), row.accuracy());
  }

  private static String cell(@Nullable Score score) {
    return score == null
        ? Numbers.ABSENT
        : Numbers.one(score.value()) + " (" + Numbers.interval(score) + ", n " + score.n() + ")";
  }

  private static void defects(Findings findings, StringBuilder out) {
    if (!findings.defects().isEmpty()) {
      list("Missing or wrong in the records", findings.someDefects(), out);
    }
  }

  /** Not there in the usual case, in which the run computed all of it alike. */
  private static void origins(Circumstances circumstances, StringBuilder out) {
    if (!circumstances.abandoned().isEmpty()) {
      list("Abandoned", circumstances.someAbandoned(), out);
    }
    List<String> copied =
        circumstances.copied().stream().map(c -> c.scope() + ": " + c.words()).toList();
    if (!copied.isEmpty()) {
      list("Not computed by this run alone", copied, out);
    }
    List<String> doubts = circumstances.doubts();
    if (!doubts.isEmpty()) {
      list("Bit equality is not promised", doubts, out);
    }
  }

  private static void list(String title, List<String> items, StringBuilder out) {
    out.append("\n## ").append(title).append("\n\n");
    items.forEach(item -> out.append("- ").append(escape(item)).append('\n'));
  }

  /** Names are data: they must not become markup, HTML included, nor end a row. */
  static String escape(String text) {
    return text.replaceAll("[\\r\\n]+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("([\\\\`*_\\[\\]|#!])", "\\\\$1");
  }
}
