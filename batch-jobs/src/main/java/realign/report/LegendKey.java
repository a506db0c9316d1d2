package realign.report;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/** A short line, with its mark where the chart has marks, as the charts draw that series. */
record LegendKey(String name, int style, boolean marks) implements Content {
  @Override
  public void writeTo(TemplateOutput output) {
    String mark =
        marks ? "<path class=\"mark s" + style + "\" d=\"" + Marks.path(style, 17, 7) + "\"/>" : "";
    output.writeContent(
        "<svg class=\"key\" viewBox=\"0 0 34 14\" aria-hidden=\"true\"><path class=\"line s"
            + style
            + "\" d=\"M1 7L33 7\"/>"
            + mark
            + "</svg>");
  }
}
