package realign.probe;

import java.util.ArrayList;
import java.util.List;
import realign.result.Point;

/**
 * All items of an evaluation in their one order: points, in them probes, in them batches. Pure: the
 * position alone tells the item.
 */
final class Agenda {
  /** The batches of one probe at one point. */
  record Section(Point point, Probe probe, long from) {
    long to() {
      return from + probe.batches().count();
    }
  }

  private final List<Section> sections = new ArrayList<>();
  private long size;

  Agenda(List<Point> points, List<Probe> probes) {
    for (Point point : points) {
      for (Probe probe : probes) {
        if (probe.appliesTo(point) && probe.batches().count() > 0) {
          sections.add(new Section(point, probe, size));
          size += probe.batches().count();
        }
      }
    }
  }

  long size() {
    return size;
  }

  /** The section of an item. */
  Section section(long position) {
    return sections.stream()
        .filter(section -> position >= section.from() && position < section.to())
        .findFirst()
        .orElseThrow(() -> new IndexOutOfBoundsException("no item " + position));
  }

  /** The item at a position. */
  EvaluateItem item(long position) {
    Section section = section(position);
    return new EvaluateItem(
        section.point(), section.probe().name(), Math.toIntExact(position - section.from()));
  }

  /** Whether nothing is left to measure at the point of the item just before a position. */
  boolean pointEndsAt(long position) {
    return position == size || !section(position).point().equals(section(position - 1).point());
  }
}
