package realign.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Figures of the same thing, at least one. */
record Sample(List<Double> values) {
  Sample {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a sample needs a value");
    }
  }

  /** The figures of several runs together. */
  static <T> Sample of(Collection<T> runs, Function<T, List<Double>> figures) {
    return new Sample(runs.stream().flatMap(run -> figures.apply(run).stream()).toList());
  }

  /**
   * The best of each batch: of runs over the same batches in the same order, the least figure of
   * each place. Least disturbed by what else the machine does.
   */
  static <T> Sample best(Collection<T> runs, Function<T, List<Double>> figures) {
    List<List<Double>> each = runs.stream().map(figures).toList();
    int places = each.stream().mapToInt(List::size).min().orElse(0);
    return new Sample(
        IntStream.range(0, places)
            .mapToObj(i -> each.stream().map(run -> run.get(i)).reduce(Math::min).orElseThrow())
            .toList());
  }

  double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The upper one of the two in the middle where there are two. */
  double median() {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  double sum() {
    return mean() * values.size();
  }
}
