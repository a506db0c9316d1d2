package realign.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import realign.result.CostRecord;
import realign.result.CostRecord.Kind;

/**
 * Measures the steps of a stage and forecasts from the first of them what all will cost: their rate
 * times the operations of a mean step, their memory and what the costliest step needs more. A stage
 * too short to warm up is told of from what there was.
 */
final class StageMeter {
  /** Before it counts: Java compiles and caches fill. */
  private static final Amount WARM = new Amount(2, 2000, 60);

  /** Of all that is counted. */
  private static final Amount ENOUGH = new Amount(3, 2000, 100);

  /** Of what makes a rate: the clock of a process has ticks of 10 ms. */
  private static final Amount WINDOW = new Amount(1, 200, 100);

  /** Of a batch's memory: what later batches of other sizes leave between their blocks. */
  private static final double GAPS = 0.1;

  private final String stage;
  private final StepCosts costs;
  private final int steps;
  private final long checkpointBytes;
  private final List<CostRecord> ready = new ArrayList<>();

  private boolean forecasts;
  private Sum warm = Sum.NONE;
  private Sum probe = Sum.NONE;
  private Sum window = Sum.NONE;
  private final List<Sum> windows = new ArrayList<>();
  private Sum sinceDrained = Sum.NONE;
  private long largestSeen;

  /** As many steps as take so much time, but for bounds. */
  private record Amount(int fewest, double cpuMs, int most) {
    boolean reached(Sum sum) {
      return sum.steps >= most || (sum.steps >= fewest && sum.cpuMs >= cpuMs);
    }
  }

  private record Sum(int steps, double cpuMs, double wallMs, double operations) {
    static final Sum NONE = new Sum(0, 0, 0, 0);

    Sum plus(double cpu, double wall, double more) {
      return new Sum(steps + 1, cpuMs + cpu, wallMs + wall, operations + more);
    }
  }

  /**
   * @param steps of the stage
   * @param checkpointBytes of a commit's state
   * @param forecasts whether to make a forecast
   */
  StageMeter(String stage, StepCosts costs, int steps, long checkpointBytes, boolean forecasts) {
    this.stage = stage;
    this.costs = costs;
    this.steps = steps;
    this.checkpointBytes = checkpointBytes;
    this.forecasts = forecasts;
    ProcessUse.forgetPeak();
  }

  /** Does a step and measures it. */
  <T> T measured(StepRows rows, Supplier<T> step) {
    double cpu = ProcessUse.cpuMs();
    long wall = System.nanoTime();
    T result = step.get();
    note(rows, ProcessUse.cpuMs() - cpu, (System.nanoTime() - wall) / 1e6);
    return result;
  }

  void note(StepRows rows, double cpuMs, double wallMs) {
    sinceDrained = sinceDrained.plus(cpuMs, wallMs, 0);
    if (!forecasts) {
      return;
    }
    largestSeen = Math.max(largestSeen, costs.need(rows).ofBatch());
    double operations = costs.of(rows);
    if (!WARM.reached(warm)) {
      warm = warm.plus(cpuMs, wallMs, operations);
      return;
    }
    probe = probe.plus(cpuMs, wallMs, operations);
    window = window.plus(cpuMs, wallMs, operations);
    if (WINDOW.reached(window)) {
      windows.add(window);
      window = Sum.NONE;
    }
    if (ENOUGH.reached(probe)) {
      conclude();
    }
  }

  /** Whether the forecast was made, or none is. */
  boolean isDone() {
    return !forecasts;
  }

  /** The forecast, which was made. */
  CostRecord conclusion() {
    return ready.stream().filter(r -> r.kind() == Kind.FORECAST).findFirst().orElseThrow();
  }

  private CostRecord forecast() {
    double operations = steps * costs.mean();
    long most = costs.need(costs.costliest()).ofBatch();
    long more = Math.max(0, most - largestSeen) + Math.round(GAPS * most);
    return new CostRecord(
        stage,
        Kind.FORECAST,
        steps,
        operations * rate(Sum::cpuMs),
        operations * rate(Sum::wallMs),
        ProcessUse.peakBytes() + more + ProcessUse.heapToCome(),
        checkpointBytes);
  }

  /** Time of an operation: the median of the windows, which one interruption does not move. */
  private double rate(ToDoubleFunction<Sum> time) {
    double[] rates =
        windows.stream()
            .mapToDouble(w -> time.applyAsDouble(w) / w.operations())
            .sorted()
            .toArray();
    int middle = rates.length / 2;
    return rates.length % 2 == 1 ? rates[middle] : (rates[middle - 1] + rates[middle]) / 2;
  }

  /**
   * What is to be recorded since the last time.
   *
   * @param written bytes of the state blobs of this commit
   */
  List<CostRecord> drain(long written) {
    List<CostRecord> drained = new ArrayList<>(ready);
    ready.clear();
    if (sinceDrained.steps() > 0) {
      drained.add(
          new CostRecord(
              stage,
              Kind.MEASURED,
              sinceDrained.steps(),
              sinceDrained.cpuMs(),
              sinceDrained.wallMs(),
              ProcessUse.peakBytes(),
              written));
      sinceDrained = Sum.NONE;
    }
    return drained;
  }

  /** Makes the forecast from however few steps there were, before the stage ends. */
  void conclude() {
    if (!forecasts) {
      return;
    }
    Sum rest = windows.isEmpty() && window.steps() == 0 ? warm : window;
    if (rest.steps() > 0) {
      windows.add(rest);
    }
    if (!windows.isEmpty()) {
      ready.add(forecast());
    }
    forecasts = false;
  }
}
