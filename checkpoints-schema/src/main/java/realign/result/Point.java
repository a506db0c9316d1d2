package realign.result;

import java.util.Locale;

/**
 * A moment at which a model is measured.
 *
 * @param kind before alignment, after it, or during/after the attack
 * @param step attack step after which the measurement was taken; 0 for the other kinds
 */
public record Point(Kind kind, int step) implements Comparable<Point> {

  /** Kinds of moments, in the order in which they happen. */
  public enum Kind {
    BASE,
    ALIGNED,
    ATTACKED
  }

  /** Before alignment. */
  public static final Point BASE = new Point(Kind.BASE, 0);

  /** After alignment, before any attack. */
  public static final Point ALIGNED = new Point(Kind.ALIGNED, 0);

  /** After that many attack steps. */
  public static Point attacked(int step) {
    return new Point(Kind.ATTACKED, step);
  }

  @Override
  public int compareTo(Point other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : Integer.compare(step, other.step);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.ATTACKED ? name + "@" + step : name;
  }
}
