package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import realign.spec.Scope;

/**
 * What a scope will do.
 *
 * @param rows training rows
 * @param steps optimiser steps
 * @param tokens trained tokens, prompts included
 * @param prompts answers to generate
 * @param checkpoint bytes of a commit's state: weights and two moments, f32
 */
record ScopePlan(
    Scope scope, Count rows, Count steps, Count tokens, Count prompts, long checkpoint) {

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
    }
    prompts.add(json, "prompts");
  }
}
