package realign.report;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReportHtmlTest {
  @Test
  void writesTheSampleForAPersonToLookAt() throws Exception {
    Files.writeString(Path.of("target/sample-report.html"), ReportHtml.render(SampleDocument.of()));
  }
}
