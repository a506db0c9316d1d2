package realign.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import realign.result.AnswerRecord;
import realign.result.Findings;
import realign.result.Measure;
import realign.result.Point;
import realign.result.PointFindings;
import realign.result.ScopeFindings;
import realign.result.ScopeRecords;
import realign.result.Score;
import realign.result.StepRecord;

/**
 * The tables beside the report, comma-separated, in full precision. No table holds a text that a
 * model wrote.
 */
final class ReportTables {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private ReportTables() {}

  /** {@code scores.csv}: a line a score or measure. */
  static String scores(Findings findings) {
    return print(
        List.of(
            "scope",
            "method",
            "alignment_seed",
            "harmful_ratio",
            "attack_seed",
            "point",
            "step",
            "metric",
            "value",
            "count",
            "n",
            "low",
            "high"),
        table -> {
          for (ScopeFindings scope : findings.scopes()) {
            for (PointFindings point : scope.points()) {
              points(table, scope, point);
            }
          }
        });
  }

  /** {@code steps.csv}: a line an optimiser step. */
  static String steps(Map<String, ScopeRecords> records) {
    return print(
        List.of(
            "scope",
            "step",
            "lr",
            "loss",
            "clean_loss",
            "grad_norm",
            "site_grad_norm",
            "perturbation_norm",
            "tokens"),
        table -> {
          for (Map.Entry<String, ScopeRecords> scope : new TreeMap<>(records).entrySet()) {
            for (StepRecord s : scope.getValue().steps()) {
              table.line(
                  scope.getKey(),
                  s.step(),
                  s.lr(),
                  s.loss(),
                  s.cleanLoss(),
                  s.gradNorm(),
                  s.siteGradNorm(),
                  s.perturbationNorm(),
                  s.tokens());
            }
          }
        });
  }

  /** {@code answers.csv}: a line an answer, without its text. */
  static String answers(Map<String, ScopeRecords> records) {
    return print(
        List.of(
            "scope",
            "point",
            "step",
            "probe",
            "index",
            "prompt_sha256",
            "harmful",
            "harmful_by",
            "refused",
            "incoherent",
            "correct",
            "tokens"),
        table -> {
          for (Map.Entry<String, ScopeRecords> scope : new TreeMap<>(records).entrySet()) {
            for (AnswerRecord a : scope.getValue().answers()) {
              answer(table, scope.getKey(), a);
            }
          }
        });
  }

  private static void answer(Table table, String scope, AnswerRecord a) {
    boolean harmful = a.harmful().containsValue(true);
    TreeSet<String> by = new TreeSet<>();
    a.harmful()
        .forEach(
            (judge, flagged) -> {
              if (flagged) {
                by.add(judge);
              }
            });
    table.line(
        scope,
        kind(a.point()),
        a.point().step(),
        a.probe(),
        a.index(),
        a.prompt(),
        a.harmful().isEmpty() ? null : harmful,
        String.join(" ", by),
        a.refused(),
        a.incoherent(),
        a.correct(),
        a.tokens());
  }

  private static void points(Table table, ScopeFindings scope, PointFindings point) {
    point.harmful().forEach((judge, s) -> score(table, scope, point, "harmful:" + judge, s));
    score(table, scope, point, "harmful-plus", point.harmfulPlus());
    score(table, scope, point, "refusal", point.refusal());
    score(table, scope, point, "over-refusal", point.overRefusal());
    score(table, scope, point, "accuracy", point.accuracy());
    for (Map.Entry<String, Measure> m : point.measures().entrySet()) {
      line(
          table,
          scope,
          point,
          m.getKey(),
          m.getValue().value(),
          null,
          m.getValue().n(),
          null,
          null);
    }
  }

  private static void score(
      Table table, ScopeFindings scope, PointFindings point, String metric, @Nullable Score s) {
    if (s != null) {
      line(table, scope, point, metric, s.value(), s.count(), s.n(), s.low(), s.high());
    }
  }

  private static void line(
      Table table,
      ScopeFindings scope,
      PointFindings point,
      String metric,
      double value,
      @Nullable Integer count,
      int n,
      @Nullable Double low,
      @Nullable Double high) {
    ScopeFindings.Alignment alignment = scope.alignment();
    ScopeFindings.Attack attack = scope.attack();
    table.line(
        scope.scope(),
        alignment == null ? null : alignment.label(),
        alignment == null ? null : alignment.seed(),
        attack == null ? null : attack.harmfulRatio(),
        attack == null ? null : attack.seed(),
        kind(point.point()),
        point.point().step(),
        metric,
        value,
        count,
        n,
        low,
        high);
  }

  private static String kind(Point point) {
    return point.kind().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String print(List<String> head, java.util.function.Consumer<Table> lines) {
    StringBuilder out = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(out, FORMAT)) {
      Table table = new Table(printer);
      table.line(head.toArray());
      lines.accept(table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** Lines of a table, whose texts a spreadsheet must not take for formulas. */
  private record Table(CSVPrinter printer) {
    void line(@Nullable Object... values) {
      try {
        for (Object value : values) {
          printer.print(value instanceof String text ? harmless(text) : value);
        }
        printer.println();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A text that begins like a formula gets an apostrophe in front. */
  static String harmless(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : text;
  }
}
