package realign.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import realign.result.FindingsBuilder;
import realign.result.ScopeRecords;
import realign.spec.RunSpec;

class ReportTablesTest {
  private final RunSpec spec = SampleRun.spec();
  private final Map<String, ScopeRecords> records = SampleRun.records(spec);

  @Test
  void holdsEveryScoreWithCountAndInterval() throws IOException {
    List<CSVRecord> rows = read(ReportTables.scores(FindingsBuilder.build(spec, records)));
    assertThat(rows)
        .filteredOn(r -> r.get("scope").equals("cell-000") && r.get("step").equals("300"))
        .filteredOn(r -> r.get("metric").equals("harmful:lexicon"))
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.get("value")).isEqualTo("80.0");
              assertThat(r.get("count")).isEqualTo("64");
              assertThat(r.get("n")).isEqualTo("80");
              assertThat(r.get("method")).isEqualTo("vaccine rho 3");
              assertThat(Double.parseDouble(r.get("low"))).isBetween(69.0, 71.0);
            });
  }

  @Test
  void holdsEveryStepAndEveryAnswerButNoText() throws IOException {
    assertThat(read(ReportTables.steps(records))).hasSize(2 * 600 + 2 * 300);
    List<CSVRecord> answers = read(ReportTables.answers(records));
    assertThat(answers).hasSize((1 + 2 + 2 * 9) * 3 * SampleRun.PROMPTS);
    assertThat(answers.get(0).toMap().keySet())
        .containsExactly(
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
            "tokens");
  }

  @Test
  void disarmsTextsThatASpreadsheetWouldRun() {
    assertThat(List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"))
        .allSatisfy(text -> assertThat(ReportTables.harmless(text)).isEqualTo("'" + text));
    assertThat(ReportTables.harmless("vaccine rho 3")).isEqualTo("vaccine rho 3");
  }

  private static List<CSVRecord> read(String csv) throws IOException {
    return CSVFormat.DEFAULT
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new java.io.StringReader(csv))
        .getRecords();
  }
}
