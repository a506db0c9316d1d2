package realign.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.data.ReadReport.BadRecord;
import realign.spec.DataSpec.Format;
import realign.spec.ProblemException;

class HostileFilesTest {
  private static final Limits SMALL = new Limits(1000, 100_000, 8);
  private static final String GOOD = "{\"prompt\":\"p\",\"response\":\"r\"}\n";

  @TempDir Path folder;

  @Test
  void aMissingFileIsNamed() {
    refused(folder.resolve("none.jsonl"))
        .hasMessageContaining("missing")
        .hasMessageContaining("201");
    refused(folder).hasMessageContaining("RLN-202");
    Path inside = folder.resolve("folder.jsonl");
    assertThat(inside.toFile().mkdir()).isTrue();
    refused(inside).hasMessageContaining("not readable");
  }

  @Test
  void anUnknownEndingIsRefusedWithThoseThatAreKnown() {
    refused(DataFiles.write(folder, "rows.parquet", GOOD))
        .hasMessageContaining(".parquet")
        .hasMessageContaining(".jsonl");
    refused(DataFiles.write(folder, "rows", GOOD)).hasMessageContaining("RLN-202");
  }

  @Test
  void theEndingMustTellTheTruthAboutGzip() {
    refused(DataFiles.write(folder, "a.jsonl.gz", GOOD))
        .hasMessageContaining("must be gzip")
        .hasMessageContaining("Take .gz off");
    refused(DataFiles.gzip(folder, "b.jsonl", GOOD.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("must not be gzip");
  }

  @Test
  void damagedGzipIsAProblemNotAFailure() throws IOException {
    byte[] text = GOOD.repeat(1000).getBytes(StandardCharsets.UTF_8);
    byte[] packed = Files.readAllBytes(DataFiles.gzip(folder, "a.jsonl.gz", text));
    byte[] flipped = packed.clone();
    flipped[packed.length - 6] ^= 1;

    refused(DataFiles.write(folder, "cut.jsonl.gz", Arrays.copyOf(packed, packed.length / 2)))
        .hasMessageContaining("damaged within its compressed data");
    refused(DataFiles.write(folder, "flipped.jsonl.gz", flipped))
        .hasMessageContaining("damaged within its compressed data");
    refused(DataFiles.write(folder, "head.jsonl.gz", Arrays.copyOf(packed, 5)))
        .hasMessageContaining("damaged within its compressed data");
  }

  @Test
  void damagedGzipIsToldSoInEveryContainer() throws IOException {
    byte[] text = ("prompt,response\n" + "p,r\n".repeat(5000)).getBytes(StandardCharsets.UTF_8);
    byte[] packed = Files.readAllBytes(DataFiles.gzip(folder, "a.csv.gz", text));
    byte[] array =
        ("[" + "{\"prompt\":\"p\",\"response\":\"r\"},".repeat(5000))
            .getBytes(StandardCharsets.UTF_8);
    byte[] packedArray = Files.readAllBytes(DataFiles.gzip(folder, "a.json.gz", array));

    refused(DataFiles.write(folder, "cut.csv.gz", Arrays.copyOf(packed, packed.length / 2)))
        .hasMessageContaining("damaged within its compressed data");
    refused(
            DataFiles.write(
                folder, "cut.json.gz", Arrays.copyOf(packedArray, packedArray.length / 2)))
        .hasMessageContaining("damaged within its compressed data");
  }

  @Test
  void aGzipBombEndsAtTheLimitInEveryForm() {
    byte[] line = ("{\"prompt\":\"" + "a".repeat(200_000)).getBytes(StandardCharsets.UTF_8);
    byte[] newlines = "\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    byte[] spaces = ("[" + " ".repeat(200_000)).getBytes(StandardCharsets.UTF_8);

    refused(DataFiles.gzip(folder, "line.jsonl.gz", line)).hasMessageContaining("RLN-207");
    refused(DataFiles.gzip(folder, "newlines.jsonl.gz", newlines)).hasMessageContaining("RLN-207");
    refused(DataFiles.gzip(folder, "newlines.csv.gz", newlines)).hasMessageContaining("RLN-207");
    refused(DataFiles.gzip(folder, "spaces.json.gz", spaces)).hasMessageContaining("RLN-207");
  }

  @Test
  void aLongLineCostsThatLineOnly() {
    String longLine = "{\"prompt\":\"" + "a".repeat(2000) + "\",\"response\":\"r\"}\n";
    Path file = DataFiles.write(folder, "rows.jsonl", GOOD + longLine + GOOD);
    List<Row> rows = new ArrayList<>();

    ReadReport report =
        DataFiles.read(new RowReader(SMALL), DataFiles.spec(file, Format.BEAVERTAILS), rows);

    assertThat(rows).hasSize(2);
    assertThat(report.firstBad()).containsExactly(new BadRecord(2, "longer than 1000 bytes"));
  }

  @Test
  void aLongRecordOfATableOrAnArrayIsRefused() {
    String text = "a".repeat(30_000);

    refused(DataFiles.write(folder, "r.csv", "prompt,response\np,\"" + text))
        .hasMessageContaining("RLN-207");
    refused(DataFiles.write(folder, "r.json", "[{\"prompt\":[" + "1,".repeat(15_000)))
        .hasMessageContaining("RLN-207");
    refused(DataFiles.write(folder, "s.json", "[{\"prompt\":\"" + text + "\"}]"))
        .hasMessageContaining("too long a value");
  }

  @Test
  void deepNestingIsBadInALineAndBrokenInAnArray() {
    String deep = "[".repeat(500) + "]".repeat(500);
    Path lines = DataFiles.write(folder, "d.jsonl", GOOD + "[".repeat(400) + "\n");
    List<Row> rows = new ArrayList<>();

    ReadReport report =
        DataFiles.read(new RowReader(SMALL), DataFiles.spec(lines, Format.BEAVERTAILS), rows);

    assertThat(report.firstBad())
        .containsExactly(new BadRecord(2, "nested too deeply, or too long a value"));
    refused(DataFiles.write(folder, "d.json", "[{\"prompt\":" + deep + "}]"))
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void whatIsNotUtf8IsToldByLine() {
    byte[] latin1 =
        "{\"prompt\":\"\u00e9t\u00e9\",\"response\":\"r\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] surrogate = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '\n'};
    byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
    Path file = DataFiles.write(folder, "l.jsonl", concat(good, latin1, surrogate, good));
    List<Row> rows = new ArrayList<>();

    ReadReport report =
        DataFiles.read(new RowReader(), DataFiles.spec(file, Format.BEAVERTAILS), rows);

    assertThat(rows).hasSize(2);
    assertThat(report.firstBad())
        .containsExactly(new BadRecord(2, "not UTF-8"), new BadRecord(3, "not UTF-8"));
    byte[] table = "prompt,response\n\u00e9,r\n".getBytes(StandardCharsets.ISO_8859_1);
    refused(DataFiles.write(folder, "l.csv", table)).hasMessageContaining("must be UTF-8");
    byte[] array = "[{\"prompt\":\"\u00e9\"}]".getBytes(StandardCharsets.ISO_8859_1);
    refused(DataFiles.write(folder, "l.json", array)).hasMessageContaining("must be UTF-8");
  }

  @Test
  void brokenArraysAndTablesAreRefusedAtTheirLine() {
    refused(DataFiles.write(folder, "a.json", "[\n{\"prompt\": dragon}]"))
        .hasMessageContaining("a.json:2")
        .hasMessageNotContaining("dragon");
    refused(DataFiles.write(folder, "b.json", GOOD)).hasMessageContaining(".jsonl");
    refused(DataFiles.write(folder, "c.json", "[" + GOOD)).hasMessageContaining("cut off");
    refused(DataFiles.write(folder, "d.json", "[" + GOOD + "] 1")).hasMessageContaining("behind");
    refused(DataFiles.write(folder, "a.csv", "prompt,response\n\"dragon\"x,r\n"))
        .hasMessageContaining("broken at a quote")
        .hasMessageNotContaining("dragon");
  }

  @Test
  void missingColumnsAreNamed() {
    refused(DataFiles.write(folder, "a.csv", "instruction,output\ni,o\n"))
        .hasMessageContaining("without prompt, response in line 1");
    refused(DataFiles.write(folder, "a.tsv", "i\to\n")).hasMessageContaining("RLN-206");
  }

  @Test
  void emptyFilesAndFilesOfBadRecordsGiveNoRows() {
    for (String name : List.of("e.json", "e.jsonl", "e.csv", "e.tsv")) {
      refused(DataFiles.write(folder, name, "")).hasMessageContaining("RLN-209");
    }
    refused(DataFiles.write(folder, "f.json", "[]")).hasMessageContaining("0 records");
    refused(DataFiles.write(folder, "f.jsonl", "\n\n \n")).hasMessageContaining("0 records");
    refused(DataFiles.write(folder, "g.jsonl", "x\ny\n"))
        .hasMessageContaining("2 records, 2 bad (line 1: not valid JSON");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path file) {
    return assertThatThrownBy(
            () ->
                DataFiles.read(
                    new RowReader(SMALL),
                    DataFiles.spec(file, Format.BEAVERTAILS),
                    new ArrayList<>()))
        .isInstanceOf(ProblemException.class);
  }

  private static byte[] concat(byte[]... parts) {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
