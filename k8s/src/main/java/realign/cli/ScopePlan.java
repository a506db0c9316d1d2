package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import realign.spec.Scope;

/**
 * What a scope will do.
 *
 * @param rows training rows
 * @param steps optimiser steps
 * @param tokens trained tokens, prompts included
 * @param prompts answers to generate
 * @param checkpoint bytes of a commit's state: weights and two moments, f32; exact in a forecast,
 *     else without the files' headers
 * @param forecast what training costs, where it was measured
 */
record ScopePlan(
    Scope scope,
    Count rows,
    Count steps,
    Count tokens,
    Count prompts,
    long checkpoint,
    @Nullable Forecast forecast) {

  String about() {
    return ScopeLabel.of(scope);
  }

  boolean trains() {
    return checkpoint > 0;
  }

  void add(ObjectNode json) {
    json.put("scope", scope.name()).put("about", about());
    if (trains()) {
      rows.add(json, "rows");
      steps.add(json, "steps");
      tokens.add(json, "tokens");
      json.put("checkpointBytes", checkpoint);
      if (forecast != null) {
        forecast.add(json);
      }
    }
    prompts.add(json, "prompts");
  }
}
