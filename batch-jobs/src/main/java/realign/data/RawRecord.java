package realign.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A record as its container gives it, before its fields mean anything.
 *
 * @param line 1-based line on which it begins
 * @param fields its fields by name, or null when it is broken
 * @param fault why it is broken, without any of its text, or null
 */
record RawRecord(long line, @Nullable ObjectNode fields, @Nullable String fault) {
  static RawRecord good(long line, ObjectNode fields) {
    return new RawRecord(line, fields, null);
  }

  static RawRecord bad(long line, String fault) {
    return new RawRecord(line, null, fault);
  }
}
