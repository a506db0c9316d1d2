package realign.spec.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record: settings under names. */
record GroupKind(Shape shape) implements Kind {

  @Override
  public @Nullable Object read(JsonNode node, Place place) {
    return node instanceof ObjectNode object
        ? shape.read(object, place, Set.of())
        : place.wrongType(node, "a " + words());
  }

  /** The record has checked itself when it was made. */
  @Override
  public boolean check(Object value, Place place) {
    return true;
  }

  @Override
  public JsonNode write(Object value) {
    return shape.write((Record) value);
  }

  @Override
  public ObjectNode schema() {
    return shape.schema();
  }

  @Override
  public String words() {
    return "group of " + String.join(", ", shape.names());
  }

  @Override
  public boolean isLeaf() {
    return false;
  }
}
