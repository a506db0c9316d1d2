package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import realign.spec.binding.Binder;

/**
 * The published schema and the reader agree on every document that one or a few changes make of a
 * valid one, but for rules over several settings, which only the reader has.
 */
class SchemaAgreementTest {
  private static final String RULE_OVER_SEVERAL = "RLN-109";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Each of them is wrong for most settings and right for some. */
  private static final List<JsonNode> VALUES =
      Stream.of(
              "\"x\"",
              "\"\"",
              "\" \"",
              "\"vaccine\"",
              "\"lora\"",
              "\"30s\"",
              "\"0s\"",
              "\"a\\nb\"",
              "0",
              "1",
              "-1",
              "0.5",
              "1.5",
              "2",
              "300",
              "1e-3",
              "1e12",
              "9007199254740991",
              "9007199254740993",
              "100000000000000000000",
              "true",
              "null",
              "[]",
              "{}",
              "[1]",
              "[1,1]",
              "[0.5,2]",
              "[\"x\",\"x\"]",
              "{\"name\":\"sft\"}",
              "{\"lexicon\":\"w\"}",
              "[{\"name\":\"sft\"}]",
              "[{\"name\":\"sft\",\"rho\":1}]",
              "[{\"lexicon\":\"w\"}]",
              "[{\"lexicon\":\"w\",\"classifier\":\"c\"}]")
          .map(SchemaAgreementTest::parsed)
          .toList();

  private final JsonSchema runSpec = schema(PublishedFiles.runSpecSchema());
  private final JsonSchema target = schema(PublishedFiles.targetSchema());

  @Test
  void onEverySingleChangeOfASpec() {
    ObjectNode base = tree(Specs.resource("/realign/spec/full.yaml"));
    List<Change> changes = everyChange(base);
    assertThat(changes).hasSizeGreaterThan(2000);
    changes.forEach(c -> agree(runSpec, SpecReader.ofRunSpec(), c.of(base)));
  }

  @Test
  void onEverySingleChangeOfATarget() {
    ObjectNode base = tree(Specs.resource("/realign/spec/full-target.yaml"));
    List<Change> changes = everyChange(base);
    assertThat(changes).hasSizeGreaterThan(400);
    changes.forEach(c -> agree(target, SpecReader.ofTarget(), c.of(base)));
  }

  @Test
  void onManyChangesAtOnce() {
    Random random = new Random(7);
    ObjectNode base = tree(Specs.resource("/realign/spec/full.yaml"));
    for (int i = 0; i < 200; i++) {
      ObjectNode document = base;
      for (int change = 0; change <= random.nextInt(4); change++) {
        List<Change> changes = everyChange(document);
        document = changes.get(random.nextInt(changes.size())).of(document);
      }
      agree(runSpec, SpecReader.ofRunSpec(), document);
    }
  }

  private static void agree(JsonSchema schema, SpecReader<?> reader, ObjectNode document) {
    Set<ValidationMessage> bySchema = schema.validate(document);
    List<Problem> byReader = problems(reader, document);
    assertThat(byReader.isEmpty())
        .as("reader (%s) and schema (%s) on %s", byReader, bySchema, document)
        .isEqualTo(bySchema.isEmpty());
  }

  private static List<Problem> problems(SpecReader<?> reader, ObjectNode document) {
    try {
      reader.tree("spec", document);
      return List.of();
    } catch (ProblemException e) {
      return e.problems().stream().filter(p -> !p.id().equals(RULE_OVER_SEVERAL)).toList();
    }
  }

  private static List<Change> everyChange(ObjectNode base) {
    List<Change> changes = new ArrayList<>();
    for (String pointer : pointers(base, "")) {
      if (base.at(pointer).isObject()) {
        changes.add(new Change(pointer + "/surprise", JSON.getNodeFactory().numberNode(1)));
      }
      if (!pointer.isEmpty()) {
        VALUES.forEach(value -> changes.add(new Change(pointer, value)));
        changes.add(new Change(pointer, null));
      }
    }
    return changes;
  }

  private static List<String> pointers(JsonNode node, String pointer) {
    List<String> pointers = new ArrayList<>(List.of(pointer));
    node.properties()
        .forEach(e -> pointers.addAll(pointers(e.getValue(), pointer + "/" + e.getKey())));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      pointers.addAll(pointers(node.get(i), pointer + "/" + i));
    }
    return pointers;
  }

  /** Another value at a place, or none. */
  private record Change(String pointer, @Nullable JsonNode value) {

    ObjectNode of(ObjectNode base) {
      ObjectNode copy = base.deepCopy();
      int slash = pointer.lastIndexOf('/');
      String last = pointer.substring(slash + 1);
      if (copy.at(pointer.substring(0, slash)) instanceof ArrayNode array) {
        change(array, Integer.parseInt(last));
      } else {
        change((ObjectNode) copy.at(pointer.substring(0, slash)), last);
      }
      return copy;
    }

    private void change(ArrayNode parent, int index) {
      if (value == null) {
        parent.remove(index);
      } else {
        parent.set(index, value);
      }
    }

    private void change(ObjectNode parent, String key) {
      if (value == null) {
        parent.remove(key);
      } else {
        parent.set(key, value);
      }
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static ObjectNode tree(String yaml) {
    JsonNode read = Binder.parse("base.yaml", yaml, new Problems()).root();
    return (ObjectNode) parsed(read.toString()); // numbers of the types that the validator compares
  }

  private static JsonSchema schema(ObjectNode schema) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }
}
