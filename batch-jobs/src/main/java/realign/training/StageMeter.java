package realign.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import realign.result.CostRecord;
import realign.result.CostRecord.Kind;

/**
 * Measures the steps of a stage and forecasts from the first of them what all will cost: their rate
 * times the operations of a mean step, their memory and what the costliest step needs more.
 */
final class StageMeter {
  /** Java compiles and caches fill. */
  private static final int WARM_UP = 2;

  private static final int FEWEST = 3;
  private static final double ENOUGH_MS = 2000;
  private static final int MOST = 30;

  private final String stage;
  private final StepCosts costs;
  private final int steps;
  private final long checkpointBytes;
  private final List<CostRecord> ready = new ArrayList<>();

  private boolean forecasts;
  private int warmed;
  private Sum probe = Sum.NONE;
  private Sum sinceDrained = Sum.NONE;
  private long largestSeen;

  private record Sum(int steps, double cpuMs, double wallMs, double operations) {
    static final Sum NONE = new Sum(0, 0, 0, 0);

    Sum plus(double cpu, double wall, double more) {
      return new Sum(steps + 1, cpuMs + cpu, wallMs + wall, operations + more);
    }

    boolean isEnough() {
      return steps >= MOST || (steps >= FEWEST && cpuMs >= ENOUGH_MS);
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
    if (warmed < WARM_UP) {
      warmed++;
    } else {
      probe = probe.plus(cpuMs, wallMs, costs.of(rows));
    }
    if (probe.isEnough()) {
      ready.add(forecast());
      forecasts = false;
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
    double times = steps * costs.mean() / probe.operations();
    long more = costs.need(costs.costliest()).ofBatch() - largestSeen;
    return new CostRecord(
        stage,
        Kind.FORECAST,
        steps,
        probe.cpuMs() * times,
        probe.wallMs() * times,
        ProcessUse.peakBytes() + Math.max(0, more),
        checkpointBytes);
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
    if (forecasts && probe.steps() > 0) {
      ready.add(forecast());
      forecasts = false;
    }
  }
}
