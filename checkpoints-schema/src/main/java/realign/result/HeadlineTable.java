package realign.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headline of a report as plain text in aligned columns. Not the report itself. */
public final class HeadlineTable {
  private static final List<String> HEAD =
      List.of(
          "model", "moment", "harmful", "HS+", "refusal", "over-refusal", "accuracy", "breaks at");

  private HeadlineTable() {}

  /**
   * Verdict, sentence, and the headline numbers: scores in percent with the half width of their
   * wider side of the 95 % interval. Lines end with a newline.
   */
  public static String render(ReportDocument document) {
    StringBuilder out = new StringBuilder();
    Verdict verdict = document.verdict();
    if (verdict != null) {
      out.append(verdict.outcome()).append("  ").append(verdict.sentence()).append("\n\n");
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (HeadlineRow row : HeadlineRow.of(document.findings())) {
      rows.add(cells(row));
    }
    align(rows, out);
    out.append("\nPercent; +- is the wider side of the 95 % interval.\n");
    lines("Missing or wrong: ", document.findings().someDefects(), out);
    lines("Abandoned: ", document.circumstances().someAbandoned(), out);
    return out.toString();
  }

  private static void lines(String title, List<String> texts, StringBuilder out) {
    texts.forEach(text -> out.append(title).append(text).append('\n'));
  }

  private static List<String> cells(HeadlineRow row) {
    return List.of(
        row.model(),
        row.moment(),
        score(row.harmful()),
        score(row.harmfulPlus()),
        score(row.refusal()),
        score(row.overRefusal()),
        score(row.accuracy()),
        row.breaksAt());
  }

  private static String score(@Nullable Score score) {
    if (score == null) {
      return "-";
    }
    double half = Math.max(score.high() - score.value(), score.value() - score.low());
    return String.format(Locale.ROOT, "%.1f +-%.1f", score.value(), half);
  }

  private static void align(List<List<String>> rows, StringBuilder out) {
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String pad = " ".repeat(widths[c] - row.get(c).length());
        boolean text = c < 2;
        line.append(text ? row.get(c) + pad : pad + row.get(c)).append("  ");
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
