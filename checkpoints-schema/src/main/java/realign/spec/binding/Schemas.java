package realign.spec.binding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON Schema (draft 2020-12) of a record. It says of each setting all that the reader demands of
 * it; rules over several settings are the reader's alone.
 */
public final class Schemas {
  private Schemas() {}

  /** The schema of a document that describes the record. */
  public static ObjectNode of(Class<? extends Record> type, String id, String title) {
    ObjectNode schema =
        JsonNodeFactory.instance
            .objectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("$id", id)
            .put("title", title);
    schema.setAll(Shape.of(type).schema());
    return schema;
  }
}
