package realign.report;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/** A short line with its mark, as the charts draw the series of that style. */
record LegendKey(int style) implements Content {
  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(
        "<svg class=\"key\" viewBox=\"0 0 34 14\" aria-hidden=\"true\"><path class=\"line s"
            + style
            + "\" d=\"M1 7L33 7\"/><path class=\"mark s"
            + style
            + "\" d=\""
            + Marks.path(style, 17, 7)
            + "\"/></svg>");
  }
}
