package realign.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training stage was forecast to cost and what it cost.
 *
 * @param scope the scope
 * @param stage the stage
 * @param forecast the newest forecast; null where none was made
 * @param actual what its steps cost; null where none was measured
 */
public record StageCosts(
    String scope, String stage, @Nullable Cost forecast, @Nullable Cost actual) {

  /**
   * Costs of a stage.
   *
   * @param steps optimiser steps
   * @param cpuMsPerStep CPU time of all threads
   * @param wallMsPerStep time that passed
   * @param peakRssBytes most memory that was resident
   * @param checkpointBytes state blobs of a commit
   */
  public record Cost(
      long steps,
      double cpuMsPerStep,
      double wallMsPerStep,
      long peakRssBytes,
      long checkpointBytes) {

    private static Cost of(CostRecord record) {
      return new Cost(
          record.steps(),
          record.cpuMsPerStep(),
          record.wallMsPerStep(),
          record.peakRssBytes(),
          record.checkpointBytes());
    }
  }

  /** Of a scope's cost records, in the order of its stages. */
  public static List<StageCosts> of(String scope, List<CostRecord> records) {
    Map<String, StageCosts> stages = new LinkedHashMap<>();
    Map<String, CostRecord> measured = new LinkedHashMap<>();
    for (CostRecord record : records) {
      StageCosts before =
          stages.getOrDefault(record.stage(), new StageCosts(scope, record.stage(), null, null));
      stages.put(
          record.stage(),
          switch (record.kind()) {
            case FORECAST ->
                new StageCosts(scope, record.stage(), Cost.of(record), before.actual());
            case MEASURED -> {
              CostRecord sum = measured.merge(record.stage(), record, CostRecord::plus);
              yield new StageCosts(scope, record.stage(), before.forecast(), Cost.of(sum));
            }
          });
    }
    return new ArrayList<>(stages.values());
  }
}
