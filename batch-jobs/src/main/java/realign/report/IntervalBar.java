package realign.report;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.Locale;
import realign.result.Score;

/** A score on a track from 0 to 100 with its interval: the eye compares rows without reading. */
record IntervalBar(Score score) implements Content {
  private static final int WIDTH = 100;

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(
        String.format(
            Locale.ROOT,
            "<svg class=\"bar\" viewBox=\"0 0 %d 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                + "<rect class=\"track\" width=\"%d\" height=\"8\"/>"
                + "<rect class=\"range\" x=\"%s\" width=\"%s\" height=\"8\"/>"
                + "<rect class=\"at\" x=\"%s\" width=\"2\" height=\"8\"/></svg>",
            WIDTH,
            WIDTH,
            Svg.number(score.low()),
            Svg.number(Math.max(1, score.high() - score.low())),
            Svg.number(Math.min(WIDTH - 2, Math.max(0, score.value() - 1)))));
  }
}
