package realign.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import realign.spec.Digest;
import realign.spec.InputContent;
import realign.spec.ResolvedSpec;
import realign.spec.Scope;
import realign.spec.binding.Binder;
import realign.spec.binding.SettingPath;

/**
 * The key of a scope: digest of all that it reads, so that equal keys mean equal results. Holds the
 * content of inputs and never their places, and never the number of the scope.
 */
final class ScopeKey implements Function<Scope, String> {
  private final String code;
  private final ObjectNode spec;

  /**
   * Keys of a run.
   *
   * @param code version of this program
   */
  ScopeKey(ResolvedSpec resolved, String code) {
    this.code = code;
    this.spec = Binder.tree(resolved.spec());
    for (InputContent input : resolved.inputs()) {
      new SettingPath(input.setting())
          .replace(spec, JsonNodeFactory.instance.textNode("content " + input.digest()));
    }
  }

  @Override
  public String apply(Scope scope) {
    ObjectNode reads = JsonNodeFactory.instance.objectNode();
    reads.put("code", code);
    if (scope instanceof Scope.Load) {
      copy(reads, "model", "text", "evaluate");
      reads.set("align", spec.path("align").path("data"));
      reads.set("attack", without("attack", "optimiser", "lora"));
    } else if (scope instanceof Scope.Base) {
      copy(reads, "model", "evaluate");
      reads.put("load", apply(new Scope.Load()));
    } else if (scope instanceof Scope.Align align) {
      copy(reads, "model", "seed", "evaluate");
      reads.put("load", apply(new Scope.Load()));
      reads.set("align", without("align", "methods", "seeds"));
      reads.set("method", Binder.tree((Record) align.method()).put("name", align.method().name()));
      reads.put("scopeSeed", align.seed());
    } else if (scope instanceof Scope.Cell cell) {
      copy(reads, "seed", "evaluate");
      reads.put("alignment", apply(cell.alignment()));
      reads.set("attack", without("attack", "cells"));
      reads.put("harmfulRatio", cell.harmfulRatio());
      reads.put("scopeSeed", cell.seed());
    } else {
      reads.set("spec", spec);
    }
    return Digest.of((JsonNode) reads);
  }

  private void copy(ObjectNode to, String... names) {
    for (String name : names) {
      to.set(name, spec.get(name));
    }
  }

  /** A part of the spec without some settings; null where the spec has no such part. */
  private @Nullable JsonNode without(String part, String... names) {
    return spec.get(part) instanceof ObjectNode group
        ? group.deepCopy().without(List.of(names))
        : null;
  }
}
