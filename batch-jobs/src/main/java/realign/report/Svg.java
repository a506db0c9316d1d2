package realign.report;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.Locale;

/**
 * Text of an SVG element as it grows. Everything that is not a literal of a chart goes through
 * {@link #escape}. Appearance comes from classes alone: the page's security policy forbids style
 * attributes.
 */
final class Svg implements Content {
  private final StringBuilder out = new StringBuilder();

  /** A drawing of that many units, which scales to its container. */
  static Svg of(int width, int height, String title, String description) {
    Svg svg = new Svg();
    svg.out
        .append("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append("\"><title>")
        .append(escape(title))
        .append("</title><desc>")
        .append(escape(description))
        .append("</desc>");
    return svg;
  }

  Svg line(String css, double x1, double y1, double x2, double y2) {
    return format(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        css, number(x1), number(y1), number(x2), number(y2));
  }

  Svg rect(String css, double x, double y, double width, double height) {
    return format(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"2\"/>",
        css, number(x), number(y), number(width), number(height));
  }

  Svg path(String css, String data) {
    return format("<path class=\"%s\" d=\"%s\"/>", css, data);
  }

  Svg text(String css, double x, double y, String anchor, String text) {
    return format(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
        css, number(x), number(y), anchor, escape(text));
  }

  /** A mark whose shape, not only its colour, tells the series. */
  Svg mark(int series, double x, double y, String title) {
    return format(
        "<g><title>%s</title><path class=\"mark s%d\" d=\"%s\"/></g>",
        escape(title), series, Marks.path(series, x, y));
  }

  /** The whole element. */
  String close() {
    return out + "</svg>";
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeContent(close());
  }

  private Svg format(String pattern, Object... values) {
    out.append(String.format(Locale.ROOT, pattern, values));
    return this;
  }

  /** Coordinates to a tenth of a unit. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Text as it may stand in an element or in a quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
