package realign.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import realign.spec.DataSpec.Format;
import realign.testing.SharedInputs;

/** Samples of the public SST-2 set, as they are published: tab-separated, no header. */
class SampleFilesTest {

  @Test
  void allOfSst2IsRead() {
    assertSample("data/sst2_train.tsv", 6920, 3610);
    assertSample("data/sst2_dev.tsv", 872, 444);
  }

  private static void assertSample(String name, int rows, int positive) {
    Path file = SharedInputs.reference(name);
    List<Row> read = new ArrayList<>();

    ReadReport report = DataFiles.read(new RowReader(), DataFiles.spec(file, Format.SST2), read);

    assertThat(report.bad()).isZero();
    assertThat(read).hasSize(rows);
    assertThat(read.stream().filter(row -> row.output().equals("positive"))).hasSize(positive);
    assertThat(read).allMatch(row -> row.instruction().equals(RowFormat.SST2_INSTRUCTION));
  }
}
