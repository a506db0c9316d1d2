package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.binding.Binder;
import realign.spec.binding.InputPlace;
import realign.spec.binding.SettingPath;

/** One changed value recomputes exactly what depends on it. */
class ScopeKeyTest {
  private static final String NOT_HERE = "-";

  /** A line of the table: what changes when a setting does. */
  private record Decided(String setting, String value, String scopes) {
    static Decided of(String line) {
      String[] columns = line.split("\\|", -1);
      return new Decided(columns[0].strip(), columns[1].strip(), columns[2].strip());
    }

    @Override
    public String toString() {
      return setting;
    }
  }

  static List<Decided> table() {
    return Specs.resource("/realign/spec/scope-keys.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(Decided::of)
        .toList();
  }

  static List<Decided> tried() {
    return table().stream().filter(line -> !line.value().equals(NOT_HERE)).toList();
  }

  /** A new setting has to say what depends on it. */
  @Test
  void everySettingIsInTheTable() {
    assertThat(table().stream().map(Decided::setting))
        .containsExactlyElementsOf(leaves("", full()));
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aSettingChangesTheKeysOfWhatReadsIt(Decided line) {
    assertThat(changed(full(), with(full(), line.setting(), line.value())))
        .as(line.setting())
        .isEqualTo(line.scopes());
  }

  /** What full.yaml cannot show, because one of its settings leaves no choice of another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "align.trained: lora | model.compute | bf16 | base align cell",
        "align.trained: lora | align.lora.rank | 5 | align cell",
        "align.trained: lora | align.lora.alpha | 3 | align cell",
        "align.trained: lora | align.lora.dropout | 0.3 | align cell",
        "align.trained: lora | align.lora.targets | [k_proj] | align cell",
        "align.trained: lora | attack.adapter | same | cell",
        "align.trained: lora; attack.adapter: same | attack.lora.rank | 5 | ''",
        "align.data.keep: all | align.data.format | alpaca | load base align cell",
        "attack.benign.keep: all | attack.benign.format | alpaca | load cell",
        "attack.harmful.keep: all | attack.harmful.format | alpaca"
            + " | load cell-001 cell-003 cell-005 cell-007 cell-009 cell-011",
        "evaluate.benign.keep: all | evaluate.benign.format | alpaca | load base align cell",
        "evaluate.overRefusal.keep: all | evaluate.overRefusal.format | alpaca"
            + " | load base align cell",
        "evaluate.harmful.format: beavertails | evaluate.harmful.keep | safe | load base align cell",
        "attack.cells.harmfulRatio: [0.1] | attack.samples | 49 | load cell",
        "attack.cells.harmfulRatio: [0] | attack.harmful.path | other | load",
        "attack.cells.harmfulRatio: [1] | attack.benign.path | other | load",
      })
  void underOtherSettings(String given, String setting, String value, String scopes) {
    ObjectNode base = full();
    for (String line : given.split(";", -1)) {
      String[] pair = line.strip().split(": ", 2);
      base = with(base, pair[0], pair[1]);
    }
    assertThat(changed(base, with(base, setting, value))).as(setting).isEqualTo(scopes);
  }

  /** The same rows make the same poisoned set, whatever they are fractions of. */
  @Test
  void aCellReadsCountsOfRowsAndNotFractions() {
    ObjectNode ten = with(full(), "attack.cells.harmfulRatio", "[0.1]");
    ObjectNode base = with(ten, "attack.samples", "10");
    assertThat(changed(base, with(base, "attack.samples", "11"))).isEmpty();
  }

  @Test
  void numbersOfScopesDoNotMatter() {
    ObjectNode other = full();
    other.withArray("/align/methods").remove(0);
    Map<String, String> before = keys(full());
    Map<String, String> after = keys(other);
    assertThat(after.get("align-000")).isEqualTo(before.get("align-002"));
    assertThat(after.get("cell-003")).isEqualTo(before.get("cell-007"));
  }

  @Test
  void whatIsNotMeasuredIsAnotherResult() {
    ObjectNode unmeasured = full();
    unmeasured.remove(List.of("evaluate", "gate"));
    assertThat(changed(full(), unmeasured)).isEqualTo("load align cell");
  }

  @Test
  void whatIsNotAttackedIsAlignedAlike() {
    ObjectNode unattacked = with(full(), "evaluate.atSteps", "[]");
    unattacked.remove("attack");
    assertThat(changed(full(), unattacked)).isEqualTo("load");
  }

  @Test
  void scopesOfARunHaveDifferentKeys() {
    assertThat(keys(full()).values()).doesNotHaveDuplicates();
  }

  @Test
  void anotherProgramHasOtherKeys() {
    ResolvedSpec spec = resolved(full());
    assertThat(new ScopeKey(spec, "2").apply(new Scope.Load()))
        .isNotEqualTo(new ScopeKey(spec, "1").apply(new Scope.Load()));
  }

  private static ObjectNode full() {
    return Binder.tree(Specs.read(Specs.resource("/realign/spec/full.yaml")));
  }

  private static ObjectNode with(ObjectNode tree, String setting, String value) {
    ObjectNode copy = tree.deepCopy();
    JsonNode other = Binder.parse("v.yaml", "v: " + value, new Problems()).root().get("v");
    assertThat(new SettingPath(setting).in(copy)).as(setting).isNotEqualTo(other);
    new SettingPath(setting).replace(copy, other);
    return copy;
  }

  /** Every place has a content of its own. */
  private static ResolvedSpec resolved(ObjectNode tree) {
    RunSpec spec = SpecReader.ofRunSpec().tree("spec", tree).value();
    List<InputContent> inputs =
        InputPlace.of(spec).stream()
            .map(input -> new InputContent(input.path(), Digest.of(input.location())))
            .toList();
    return ResolvedSpec.of(spec, inputs);
  }

  private static Map<String, String> keys(ObjectNode tree) {
    ResolvedSpec resolved = resolved(tree);
    ScopeKey keys = new ScopeKey(resolved, "1");
    return Scope.of(resolved.spec()).stream()
        .filter(scope -> !(scope instanceof Scope.Report))
        .collect(Collectors.toMap(Scope::name, keys, (a, b) -> a, TreeMap::new));
  }

  /** Scopes whose keys differ, all of a kind by the kind's name; those that both have. */
  private static String changed(ObjectNode one, ObjectNode other) {
    Map<String, String> before = keys(one);
    Map<String, String> after = keys(other);
    List<String> words = new ArrayList<>();
    for (String kind : List.of("load", "base", "align", "cell")) {
      List<String> both =
          before.keySet().stream()
              .filter(name -> name.startsWith(kind) && after.containsKey(name))
              .toList();
      List<String> differ =
          both.stream().filter(name -> !Objects.equals(before.get(name), after.get(name))).toList();
      words.addAll(differ.equals(both) && !both.isEmpty() ? List.of(kind) : differ);
    }
    return String.join(" ", words);
  }

  /** Settings with a value; a list of plain values is one. */
  private static List<String> leaves(String path, JsonNode node) {
    List<String> leaves = new ArrayList<>();
    node.properties()
        .forEach(
            e ->
                leaves.addAll(
                    leaves(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue())));
    for (int i = 0; node.isArray() && i < node.size() && node.get(i).isObject(); i++) {
      leaves.addAll(leaves(path + "[" + i + "]", node.get(i)));
    }
    return leaves.isEmpty() ? List.of(path) : leaves;
  }
}
