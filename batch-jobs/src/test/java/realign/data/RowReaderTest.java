package realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.DataSpec;
import realign.spec.DataSpec.Format;
import realign.spec.DataSpec.Keep;

class RowReaderTest {
  private static final String JSON_ARRAY =
      """
      [{"prompt": "Name a dog.", "response": "Rex.", "is_safe": true, "category": {"a": false}},
       {"prompt": "Name a \\"tree\\",\\nplease.", "response": "Oak.", "is_safe": false}]
      """;
  private static final String JSONL =
      """
      {"prompt": "Name a dog.", "response": "Rex.", "is_safe": true, "category": {"a": false}}

      {"prompt": "Name a \\"tree\\",\\nplease.", "response": "Oak.", "is_safe": false}
      """;
  private static final String CSV =
      """
      prompt,response,is_safe
      Name a dog.,Rex.,true
      "Name a ""tree"",
      please.",Oak.,False
      """;
  private static final List<Row> ROWS =
      List.of(
          new Row("Name a dog.", "", "Rex.", true),
          new Row("Name a \"tree\",\nplease.", "", "Oak.", false));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonl", "csv"})
  void everyContainerGivesTheSameRowsPlainGzippedAndMarked(String ending) {
    String text =
        switch (ending) {
          case "json" -> JSON_ARRAY;
          case "jsonl" -> JSONL;
          default -> CSV;
        };
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] marked = ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
    byte[] windows = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);

    assertRows(DataFiles.write(folder, "plain." + ending, bytes));
    assertRows(DataFiles.write(folder, "marked." + ending, marked));
    assertRows(DataFiles.gzip(folder, "packed." + ending + ".gz", bytes));
    assertRows(DataFiles.gzip(folder, "packed-marked." + ending + ".GZ", marked));
    if (!ending.equals("csv")) {
      assertRows(DataFiles.write(folder, "windows." + ending, windows));
    }
  }

  private static void assertRows(Path file) {
    assertThat(DataFiles.rows(DataFiles.spec(file, Format.BEAVERTAILS))).isEqualTo(ROWS);
  }

  @Test
  void gzipOfSeveralMembersIsOneText() throws IOException {
    Path first =
        DataFiles.gzip(folder, "a.gz", "{\"prompt\":\"p\",\"resp".getBytes(StandardCharsets.UTF_8));
    Path second =
        DataFiles.gzip(folder, "b.gz", "onse\":\"r\"}\n".getBytes(StandardCharsets.UTF_8));
    Path both = folder.resolve("both.jsonl.gz");
    Files.write(both, Files.readAllBytes(first));
    Files.write(both, Files.readAllBytes(second), java.nio.file.StandardOpenOption.APPEND);

    assertThat(DataFiles.rows(DataFiles.spec(both, Format.BEAVERTAILS)))
        .containsExactly(new Row("p", "", "r", null));
  }

  @Test
  void alpacaRowsMayHaveNoInput() {
    Path file =
        DataFiles.write(
            folder,
            "alpaca.json",
            "[{\"instruction\":\"i\",\"output\":\"o\"},"
                + "{\"instruction\":\"i\",\"input\":\"\",\"output\":\"o\"},"
                + "{\"instruction\":\"i\",\"input\":null,\"output\":\"o\"},"
                + "{\"instruction\":\"i\",\"input\":\"x\",\"output\":\"o\"}]");

    assertThat(DataFiles.rows(DataFiles.spec(file, Format.ALPACA)))
        .extracting(Row::input)
        .containsExactly("", "", "", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sentence\tlabel\n", "text\tlabel\n"})
  void sentimentsComeWithAndWithoutHeader(String header) {
    Path file = DataFiles.write(folder, "s.tsv", header + "a \"fine\" film\t1\nso sad\tnegative\n");

    assertThat(DataFiles.rows(DataFiles.spec(file, Format.SST2)))
        .containsExactly(
            new Row(RowFormat.SST2_INSTRUCTION, "a \"fine\" film", "positive", null),
            new Row(RowFormat.SST2_INSTRUCTION, "so sad", "negative", null));
  }

  @Test
  void sentimentLabelsMayBeNumbersInJson() {
    Path file = DataFiles.write(folder, "s.jsonl", "{\"sentence\":\"so sad\",\"label\":0}");

    assertThat(DataFiles.rows(DataFiles.spec(file, Format.SST2)))
        .extracting(Row::output)
        .containsExactly("negative");
  }

  @Test
  void keepComesBeforeSkipAndSkipBeforeLimit() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(
          "{\"prompt\":\"p%d\",\"response\":\"r\",\"is_safe\":%b}\n".formatted(i, i % 2 == 0));
    }
    Path file = DataFiles.write(folder, "rows.jsonl", lines.toString());
    DataSpec spec = DataFiles.spec(file, Format.BEAVERTAILS, Keep.UNSAFE, 2, 3, 0);

    assertThat(DataFiles.rows(spec)).extracting(Row::instruction).containsExactly("p5", "p7", "p9");
  }

  @Test
  void nothingIsReadBehindTheLimitButTheDigestIsOfTheWholeFile() {
    String text = "{\"prompt\":\"p\",\"response\":\"r\"}\nbroken\n";
    Path file = DataFiles.write(folder, "rows.jsonl", text);
    List<Row> rows = new ArrayList<>();
    DataSpec spec = DataFiles.spec(file, Format.BEAVERTAILS, Keep.ALL, 0, 1, 0);

    ReadReport report = DataFiles.read(new RowReader(), spec, rows);

    assertThat(report.records()).isEqualTo(1);
    assertThat(report.bad()).isZero();
    assertThat(report.sha256())
        .isEqualTo("63144ab0b775663fce44d00a3c2281df1854f934819c0c15ab8c78a6d8cf6c50");
  }

  @Test
  void promptsNeedNoAnswer() {
    Path file = DataFiles.write(folder, "p.jsonl", "{\"prompt\":\"p\",\"is_safe\":false}");
    DataSpec spec = DataFiles.spec(file, Format.BEAVERTAILS, Keep.UNSAFE, 0, null, 0);
    List<Row> rows = new ArrayList<>();

    new RowReader().prompts(file, spec, rows::add);

    assertThat(rows).containsExactly(new Row("p", "", "", false));
  }
}
