package realign.spec.binding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.Setting;

/**
 * A place that a record names as an input, such as a file of rows.
 *
 * @param path the setting
 * @param location the place as written
 * @param input what lies there
 */
public record InputPlace(String path, String location, Setting.Input input) {

  /** All inputs of a record and its parts, in their order. */
  public static List<InputPlace> of(Record record) {
    List<InputPlace> found = new ArrayList<>();
    collect(record, "", found);
    return List.copyOf(found);
  }

  private static void collect(Record record, String path, List<InputPlace> found) {
    for (Slot slot : Shape.of(record.getClass()).slots()) {
      Object value = slot.of(record);
      String at = path.isEmpty() ? slot.name() : path + "." + slot.name();
      if (value instanceof String location && slot.setting().input() != Setting.Input.NONE) {
        found.add(new InputPlace(at, location, slot.setting().input()));
      }
      collectParts(value, at, found);
    }
  }

  private static void collectParts(@Nullable Object value, String at, List<InputPlace> found) {
    if (value instanceof Record part) {
      collect(part, at, found);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collectParts(list.get(i), at + "[" + i + "]", found);
      }
    }
  }
}
