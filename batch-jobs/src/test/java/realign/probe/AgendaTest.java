package realign.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import realign.result.Point;
import realign.testing.Cases;
import realign.testing.Draw;

class AgendaTest {

  @Cases(1000)
  void fixedBatchesCoverAllRowsOnce(Draw draw) {
    int size = draw.between(0, 500);
    FixedBatches batches = new FixedBatches(size, draw.between(1, 40));

    assertThat(IntStream.range(0, batches.count()).flatMap(b -> IntStream.of(batches.rows(b))))
        .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
  }

  @Test
  void pointsThenProbesThenBatches() {
    List<Point> points = List.of(Point.BASE, Point.attacked(20));
    Agenda agenda = new Agenda(points, List.of(new Fake("a", 2, true), new Fake("b", 1, false)));

    List<EvaluateItem> items = LongStream.range(0, agenda.size()).mapToObj(agenda::item).toList();

    assertThat(items)
        .containsExactly(
            new EvaluateItem(Point.BASE, "a", 0),
            new EvaluateItem(Point.BASE, "a", 1),
            new EvaluateItem(Point.attacked(20), "a", 0),
            new EvaluateItem(Point.attacked(20), "a", 1),
            new EvaluateItem(Point.attacked(20), "b", 0));
    List<Long> ends = new ArrayList<>();
    LongStream.rangeClosed(1, 5).filter(agenda::pointEndsAt).forEach(ends::add);
    assertThat(ends).containsExactly(2L, 5L);
  }

  private record Fake(String name, int count, boolean always) implements Probe {
    @Override
    public FixedBatches batches() {
      return new FixedBatches(count, 1);
    }

    @Override
    public boolean appliesTo(Point point) {
      return always || point.kind() != Point.Kind.BASE;
    }

    @Override
    public void measure(Point p, int batch, Subjects subjects, Tally tally, RecordLines lines) {
      throw new AssertionError("not asked to measure");
    }

    @Override
    public String running(Tally tally) {
      return "";
    }
  }
}
