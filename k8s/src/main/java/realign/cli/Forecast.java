package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What the training of a scope is forecast to cost, from a few measured steps.
 *
 * @param json as the batch program told it
 * @param steps optimiser steps
 * @param cpuMsPerStep CPU time of a step, of all threads
 * @param wallMsPerStep time of a step on this machine
 * @param peakRssBytes most memory of the process
 * @param checkpointBytes of a commit's state
 */
record Forecast(
    JsonNode json,
    long steps,
    double cpuMsPerStep,
    double wallMsPerStep,
    long peakRssBytes,
    long checkpointBytes) {

  static Forecast of(JsonNode json) {
    return new Forecast(
        json,
        json.path("steps").asLong(),
        json.path("cpuMsPerStep").asDouble(),
        json.path("wallMsPerStep").asDouble(),
        json.path("peakRssBytes").asLong(),
        json.path("checkpointBytes").asLong());
  }

  /** Of all steps. */
  Duration time() {
    return Duration.ofMillis(Math.round(steps * wallMsPerStep));
  }

  void add(ObjectNode scope) {
    scope.set("forecast", json);
  }
}
