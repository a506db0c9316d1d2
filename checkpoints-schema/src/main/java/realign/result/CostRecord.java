package realign.result;

/**
 * What steps of a training stage cost, or what they are forecast to; a line of the scope's cost
 * records. Differs from attempt to attempt and decides nothing.
 *
 * @param stage name of the stage
 * @param kind forecast or measured
 * @param steps optimiser steps that this line is about; a forecast is about all of the stage
 * @param cpuMs CPU time of these steps, of all threads
 * @param wallMs time that passed in these steps
 * @param peakRssBytes most memory that was resident in the stage so far
 * @param checkpointBytes state blobs of a commit; 0 where none was written
 */
public record CostRecord(
    String stage,
    Kind kind,
    long steps,
    double cpuMs,
    double wallMs,
    long peakRssBytes,
    long checkpointBytes) {

  /** Name of the stream in a scope's log. */
  public static final String STREAM = "costs";

  /** Where the numbers come from. */
  public enum Kind {
    FORECAST,
    MEASURED
  }

  /** Of several lines about different steps. */
  CostRecord plus(CostRecord later) {
    return new CostRecord(
        stage,
        kind,
        steps + later.steps,
        cpuMs + later.cpuMs,
        wallMs + later.wallMs,
        Math.max(peakRssBytes, later.peakRssBytes),
        Math.max(checkpointBytes, later.checkpointBytes));
  }

  /** CPU time of a step. */
  public double cpuMsPerStep() {
    return steps == 0 ? 0 : cpuMs / steps;
  }

  /** Time of a step. */
  public double wallMsPerStep() {
    return steps == 0 ? 0 : wallMs / steps;
  }
}
