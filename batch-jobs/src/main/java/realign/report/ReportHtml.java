package realign.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.file.Path;
import realign.result.ReportDocument;

/** {@code report.html}: one file that needs nothing else and runs no script. */
final class ReportHtml {
  private ReportHtml() {}

  static String render(ReportDocument document) {
    TemplateEngine engine =
        TemplateEngine.createPrecompiled(
            Path.of("."), ContentType.Html, ReportHtml.class.getClassLoader(), "realign.report");
    StringOutput out = new StringOutput();
    engine.render("report.jte", ReportPage.of(document), out);
    return out.toString();
  }
}
