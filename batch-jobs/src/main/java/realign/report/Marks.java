package realign.report;

/** Shapes of the marks of a chart's series: told apart without colour. */
final class Marks {
  private static final double R = 4;

  private Marks() {}

  /** Path of the mark around a point. */
  static String path(int series, double x, double y) {
    return switch (series % 4) {
      case 0 -> circle(x, y);
      case 1 -> polygon(x, y, -R, -R, R, -R, R, R, -R, R);
      case 2 -> polygon(x, y, 0, -R - 1, R + 1, R, -R - 1, R);
      default -> polygon(x, y, 0, -R - 1, R + 1, 0, 0, R + 1, -R - 1, 0);
    };
  }

  private static String circle(double x, double y) {
    String r = Svg.number(R);
    return "M"
        + Svg.number(x - R)
        + " "
        + Svg.number(y)
        + "a"
        + r
        + " "
        + r
        + " 0 1 0 "
        + Svg.number(2 * R)
        + " 0"
        + "a"
        + r
        + " "
        + r
        + " 0 1 0 "
        + Svg.number(-2 * R)
        + " 0z";
  }

  private static String polygon(double x, double y, double... offsets) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < offsets.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L')
          .append(Svg.number(x + offsets[i]))
          .append(' ')
          .append(Svg.number(y + offsets[i + 1]));
    }
    return path.append('z').toString();
  }
}
