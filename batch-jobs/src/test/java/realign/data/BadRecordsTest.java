package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.data.ReadReport.BadRecord;
import realign.spec.DataSpec.Format;
import realign.spec.DataSpec.Keep;
import realign.spec.ExitCode;
import realign.spec.ProblemException;

class BadRecordsTest {
  private static final String GOOD = "{\"prompt\":\"p\",\"response\":\"r\",\"is_safe\":true}\n";

  @TempDir Path folder;

  @Test
  void badRecordsArePassedOverCountedAndListedByLineAndReason() {
    Path file =
        DataFiles.write(
            folder,
            "rows.jsonl",
            GOOD
                + "{\"prompt\": \"secret dragon\n"
                + "[1, 2]\n"
                + "{\"response\":\"r\"}\n"
                + "{\"prompt\":7,\"response\":\"r\"}\n"
                + "{\"prompt\":\"  \",\"response\":\"r\"}\n"
                + "{\"prompt\":\"p\",\"response\":[]}\n"
                + "{\"prompt\":\"p\",\"response\":\"r\",\"is_safe\":\"perhaps\"}\n"
                + "{\"prompt\":\"p\",\"prompt\":\"q\",\"response\":\"r\"}\n"
                + "{\"prompt\":\"p\",\"response\":\"r\"} {}\n"
                + "{\"prompt\":\"p\\u0000\",\"response\":\"r\"}\n"
                + "{\"prompt\":\"p\\ud83d\",\"response\":\"r\"}\n"
                + "\0\n"
                + GOOD);
    List<Row> rows = new ArrayList<>();

    ReadReport report =
        DataFiles.read(new RowReader(), DataFiles.spec(file, Format.BEAVERTAILS), rows);

    assertThat(rows).hasSize(2);
    assertThat(report.records()).isEqualTo(14);
    assertThat(report.bad()).isEqualTo(12);
    assertThat(report.firstBad())
        .extracting(BadRecord::toString)
        .allMatch(line -> !line.contains("dragon"))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("line 2: cut off"),
            line -> assertThat(line).isEqualTo("line 3: not a JSON object"),
            line -> assertThat(line).isEqualTo("line 4: no field prompt"),
            line ->
                assertThat(line).isEqualTo("line 5: field prompt is a number instead of a text"),
            line -> assertThat(line).isEqualTo("line 6: field prompt is empty"),
            line ->
                assertThat(line).isEqualTo("line 7: field response is an array instead of a text"),
            line -> assertThat(line).isEqualTo("line 8: field is_safe is neither true nor false"),
            line -> assertThat(line).startsWith("line 9: not valid JSON at column "),
            line -> assertThat(line).startsWith("line 10: not valid JSON"),
            line -> assertThat(line).isEqualTo("line 11: field prompt holds a NUL character"),
            line -> assertThat(line).isEqualTo("line 12: field prompt holds half of a character"),
            line -> assertThat(line).startsWith("line 13: not valid JSON at column "));
  }

  @Test
  void moreThanAllowedFailTheRunWithCountReasonsAndFix() {
    Path file = DataFiles.write(folder, "rows.jsonl", GOOD + "x\n{\"prompt\":\"p\"}\n" + GOOD);

    assertThat(DataFiles.rows(DataFiles.spec(file, Format.BEAVERTAILS, Keep.ALL, 0, null, 2)))
        .hasSize(2);
    assertThatThrownBy(
            () -> DataFiles.rows(DataFiles.spec(file, Format.BEAVERTAILS, Keep.ALL, 0, null, 1)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("at 2, allowed 1")
        .hasMessageContaining("line 2: not valid JSON")
        .hasMessageContaining("line 3: no field response")
        .hasMessageContaining("raise maxBadRecords")
        .hasMessageContaining("RLN-208");
  }

  @Test
  void theListIsLimited() {
    Path file = DataFiles.write(folder, "rows.jsonl", GOOD + "x\n".repeat(90));

    ReadReport report =
        DataFiles.read(
            new RowReader(), DataFiles.spec(file, Format.BEAVERTAILS), new ArrayList<>());

    assertThat(report.bad()).isEqualTo(90);
    assertThat(report.firstBad()).hasSize(ReadReport.LISTED);
  }

  @Test
  void keepNeedsToBeAnswered() {
    Path file =
        DataFiles.write(folder, "r.jsonl", GOOD + "{\"prompt\":\"p\",\"response\":\"r\"}\n");
    List<Row> rows = new ArrayList<>();

    ReadReport report =
        DataFiles.read(
            new RowReader(), DataFiles.spec(file, Format.BEAVERTAILS, Keep.SAFE, 0, null, 5), rows);

    assertThat(rows).hasSize(1);
    assertThat(report.firstBad())
        .containsExactly(new BadRecord(2, "no field is_safe, which keep needs"));
  }

  @Test
  void aTableRowOfAnotherWidthIsBad() {
    Path csv = DataFiles.write(folder, "r.csv", "prompt,response\np,r\np\np,r,more\n");
    Path tsv = DataFiles.write(folder, "r.tsv", "fine film\t1\nso\tsad\t0\nmeh\t5\n");

    assertThat(report(csv, Format.BEAVERTAILS).firstBad())
        .containsExactly(
            new BadRecord(3, "1 columns instead of 2"), new BadRecord(4, "3 columns instead of 2"));
    assertThat(report(tsv, Format.SST2).firstBad())
        .containsExactly(
            new BadRecord(2, "3 columns instead of 2"),
            new BadRecord(3, "field label is neither 0, 1, negative nor positive"));
  }

  private static ReadReport report(Path file, Format format) {
    return DataFiles.read(new RowReader(), DataFiles.spec(file, format), new ArrayList<>());
  }
}
