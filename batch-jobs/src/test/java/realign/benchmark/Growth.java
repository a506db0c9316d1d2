package realign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a Vaccine step's cost grows: a model of width 256 is measured with one thing doubled again
 * and again, everything else as it was.
 */
final class Growth {
  private static final int STEPS = 6;
  private static final int WARM_UP = 2;
  private static final Point BASE = new Point(128, 4, 8000, 8, 4);

  private final Path folder;
  private final RandomModels models;
  private final Progress progress;
  private final Map<Point, StepResult> measured = new LinkedHashMap<>();

  Growth(Path folder, Progress progress) {
    this.folder = folder;
    this.models = new RandomModels(folder, progress);
    this.progress = progress;
  }

  /**
   * A place in the space of sizes.
   *
   * @param tokens of a row; half of them carry a label
   * @param layers of the model
   * @param vocabulary of the model
   * @param rank of the adapter
   * @param rows of the batch
   */
  record Point(int tokens, int layers, int vocabulary, int rank, int rows) {
    ModelShape shape() {
      return new ModelShape(vocabulary, 256, 688, layers, 8, 8, 32);
    }
  }

  /**
   * What was measured at a value of one size.
   *
   * @param axis what was varied
   * @param cpuMs median CPU time of a step
   * @param cpuGrowth times the one of half the value; null at the first
   * @param peakRssMb the most memory
   */
  record Line(String axis, int value, double cpuMs, @Nullable Double cpuGrowth, double peakRssMb) {}

  /** All axes, one after the other. */
  List<Line> run() {
    List<Line> lines = new ArrayList<>();
    lines.addAll(
        axis(
            "tokens of a row",
            new int[] {64, 128, 256, 512, 1024},
            tokens -> new Point(tokens, BASE.layers, BASE.vocabulary, BASE.rank, BASE.rows)));
    lines.addAll(
        axis(
            "layers",
            new int[] {2, 4, 8, 16},
            layers -> new Point(BASE.tokens, layers, BASE.vocabulary, BASE.rank, BASE.rows)));
    lines.addAll(
        axis(
            "vocabulary",
            new int[] {4000, 8000, 16000, 32000},
            vocabulary -> new Point(BASE.tokens, BASE.layers, vocabulary, BASE.rank, BASE.rows)));
    lines.addAll(
        axis(
            "rank",
            new int[] {4, 8, 16, 32, 64},
            rank -> new Point(BASE.tokens, BASE.layers, BASE.vocabulary, rank, BASE.rows)));
    lines.addAll(
        axis(
            "rows of a batch",
            new int[] {1, 2, 4, 8, 16},
            rows -> new Point(BASE.tokens, BASE.layers, BASE.vocabulary, BASE.rank, rows)));
    return lines;
  }

  private List<Line> axis(String name, int[] values, IntFunction<Point> points) {
    List<Line> lines = new ArrayList<>();
    for (int value : values) {
      StepResult result = measured.computeIfAbsent(points.apply(value), this::measure);
      double cpu = new Sample(result.cpuMs()).median();
      Double growth = lines.isEmpty() ? null : cpu / lines.get(lines.size() - 1).cpuMs();
      lines.add(new Line(name, value, cpu, growth, result.peakRssMb()));
      progress.say(String.format(Locale.ROOT, "%s %d: %.1f ms CPU a step", name, value, cpu));
    }
    return lines;
  }

  private StepResult measure(Point point) {
    String name = "growth-" + point.layers + "-" + point.vocabulary;
    Path model = models.directory(name, point.shape().config(false));
    StepRequest request =
        new StepRequest(
            model.toString(),
            batches(point).toString(),
            0,
            STEPS,
            WARM_UP,
            Plan.VACCINE,
            Plan.TAU,
            "f32",
            point.rank,
            0);
    return ChildProcess.java(StepRunner.class, List.of(Json.line(request)), 1, StepResult.class);
  }

  private Path batches(Point point) {
    Random random = new Random(1);
    int[][] rows = new int[point.rows][];
    int[] prompts = new int[point.rows];
    for (int row = 0; row < point.rows; row++) {
      rows[row] = random.ints(point.tokens, 3, point.vocabulary).toArray();
      prompts[row] = point.tokens / 2;
    }
    Path file = folder.resolve("growth.jsonl");
    try {
      Files.createDirectories(folder);
      return Files.writeString(file, Json.line(new Workload.Batch(rows, prompts)) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** For a person. */
  static String text(List<Line> lines) {
    TextTable table = new TextTable(1);
    table.row(List.of("a Vaccine step by", "value", "CPU ms", "growth", "peak MB"));
    for (Line line : lines) {
      Double growth = line.cpuGrowth();
      table.row(
          List.of(
              line.axis(),
              String.valueOf(line.value()),
              String.format(Locale.ROOT, "%.1f", line.cpuMs()),
              growth == null ? "" : String.format(Locale.ROOT, "x %.2f", growth),
              String.format(Locale.ROOT, "%.0f", line.peakRssMb())));
    }
    String elsewhere =
        "Elsewhere: %d layers, vocabulary %d, rank %d, %d rows of %d tokens, width 256.\n"
            .formatted(BASE.layers, BASE.vocabulary, BASE.rank, BASE.rows, BASE.tokens);
    return table.render() + elsewhere;
  }
}
