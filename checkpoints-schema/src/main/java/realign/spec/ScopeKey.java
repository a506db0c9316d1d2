package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import realign.spec.binding.Binder;

/**
 * The key of a scope: digest of all that decides its result, and of nothing else. Equal keys mean
 * equal results, whatever the runs are called, wherever their data lie, however their scopes are
 * numbered; one changed value changes the keys of exactly those scopes that depend on it.
 *
 * <p>What another scope made is in a key by what made it: an alignment reads the rows of the load
 * scope, so its key has those rows' file, choice, template and tokenizer, not the load scope's key,
 * which has the attack's rows too. What merely lets a run fail ({@code maxBadRecords}) is in the
 * key of the load scope alone.
 */
public final class ScopeKey implements Function<Scope, String> {
  private final RunSpec spec;
  private final ObjectNode tree;
  private final String code;

  /**
   * Keys of a run.
   *
   * @param code identity of the program that computes: another one may compute other bits
   */
  public ScopeKey(ResolvedSpec resolved, String code) {
    this.spec = resolved.spec();
    this.code = code;
    this.tree = resolved.contents();
  }

  @Override
  public String apply(Scope scope) {
    return Digest.of((JsonNode) reads(scope).put("code", code));
  }

  private ObjectNode reads(Scope scope) {
    if (scope instanceof Scope.Load) {
      return load();
    } else if (scope instanceof Scope.Base) {
      return evaluation(modelAndRows());
    } else if (scope instanceof Scope.Align align) {
      return evaluation(alignment(align));
    } else if (scope instanceof Scope.Cell cell) {
      return evaluation(attack(cell));
    }
    return tree.deepCopy(); // the report shows the whole spec
  }

  /** Reads files and tokenises them; of the model it needs the tokenizer. */
  private ObjectNode load() {
    ObjectNode reads = object();
    String folder = spec.model().init() == null ? "/model/path" : "/model/init/path";
    reads.set("tokenizer", tree.at(folder));
    reads.set("text", tree.get("text"));
    reads.set("align", tree.at("/align/data"));
    AttackSpec attack = spec.attack();
    if (attack != null) {
      ObjectNode rows = reads.putObject("attack").put("guide", attack.guide());
      rows.put("harmfulRows", most(attack, PoisonAmounts::harmful));
      rows.put("benignRows", most(attack, PoisonAmounts::benign));
      copy("/attack", rows, "benign", "harmful");
    }
    if (spec.evaluate() != null) {
      ObjectNode prompts = reads.putObject("evaluate");
      copy("/evaluate", prompts, "harmful", "benign", "overRefusal");
      ((ObjectNode) prompts.get("harmful")).remove("judges");
    }
    return reads;
  }

  private static int most(AttackSpec attack, ToIntFunction<PoisonAmounts> rows) {
    return attack.cells().harmfulRatio().stream()
        .map(attack::amounts)
        .mapToInt(rows)
        .max()
        .orElse(0);
  }

  /** The model, and the alignment rows, on which everything is trained or measured. */
  private ObjectNode modelAndRows() {
    ObjectNode reads = object();
    reads.set("model", tree.get("model"));
    reads.set("text", tree.get("text"));
    reads.set("rows", rows("/align/data"));
    return reads;
  }

  private ObjectNode alignment(Scope.Align scope) {
    ObjectNode reads = modelAndRows();
    reads.put("seed", spec.seed()).put("scopeSeed", scope.seed());
    reads.set("method", method(scope));
    ObjectNode align = group("/align", "data", "methods", "seeds");
    if (spec.align().trained() == AlignSpec.Trained.ALL) {
      align.remove("lora");
    }
    reads.set("align", align);
    return reads;
  }

  private static ObjectNode method(Scope.Align scope) {
    return Binder.tree((Record) scope.method()).put("name", scope.method().name());
  }

  private ObjectNode attack(Scope.Cell cell) {
    AttackSpec attack = Objects.requireNonNull(spec.attack(), "a cell is of an attack");
    ObjectNode reads = alignment(cell.alignment());
    ObjectNode recipe = group("/attack", "samples", "cells", "benign", "harmful");
    if (attack.adapter() == AttackSpec.Adapter.SAME) {
      recipe.remove("lora");
    }
    PoisonAmounts amounts = attack.amounts(cell.harmfulRatio());
    addRows(recipe, "harmful", amounts.harmful());
    addRows(recipe, "benign", amounts.benign());
    reads.set("attack", recipe);
    reads.put("attackSeed", cell.seed());
    if (spec.evaluate() != null) {
      reads.set("atSteps", tree.at("/evaluate/atSteps"));
    }
    return reads;
  }

  /** A file of which no row is taken is not read. */
  private void addRows(ObjectNode recipe, String kind, int count) {
    if (count > 0) {
      recipe.set(kind, rows("/attack/" + kind));
      recipe.put(kind + "Rows", count);
    }
  }

  /** What a scope is measured by, added to what is measured. */
  private ObjectNode evaluation(ObjectNode measured) {
    if (spec.evaluate() != null) {
      ObjectNode evaluate = group("/evaluate", "atSteps");
      for (JsonNode part : evaluate) {
        if (part instanceof ObjectNode prompts) {
          prompts.remove("maxBadRecords");
        }
      }
      measured.set("evaluate", evaluate);
    }
    return measured;
  }

  /** The rows of a file that count. */
  private ObjectNode rows(String pointer) {
    return group(pointer, "maxBadRecords");
  }

  /** A part of the spec without some of its settings. */
  private ObjectNode group(String pointer, String... without) {
    return ((ObjectNode) tree.at(pointer)).deepCopy().remove(List.of(without));
  }

  private void copy(String pointer, ObjectNode to, String... names) {
    ((ObjectNode) tree.at(pointer))
        .deepCopy()
        .retain(names)
        .properties()
        .forEach(setting -> to.set(setting.getKey(), setting.getValue()));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
