package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** True or false. */
record FlagKind() implements Kind {

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    return node.isBoolean() ? node.booleanValue() : place.wrongType(node, words());
  }

  @Override
  public boolean check(Object value, Place place) {
    return true;
  }

  @Override
  public JsonNode write(Object value) {
    return JsonNodeFactory.instance.booleanNode((boolean) value);
  }

  @Override
  public ObjectNode schema() {
    return JsonNodeFactory.instance.objectNode().put("type", "boolean");
  }

  @Override
  public String words() {
    return "true or false";
  }
}
