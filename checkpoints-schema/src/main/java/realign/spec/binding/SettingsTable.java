package realign.spec.binding;

import java.util.Map;

/** Reference table of all settings of a record, as Markdown. */
public final class SettingsTable {
  private final StringBuilder rows = new StringBuilder();

  private SettingsTable() {}

  /** The table; lists of alternatives have a row for each setting of each alternative. */
  public static String of(Class<? extends Record> type) {
    SettingsTable table = new SettingsTable();
    table.rows.append("| setting | value | default | decides |\n|---|---|---|---|\n");
    table.add(Shape.of(type), "");
    return table.rows.toString();
  }

  private void add(Shape shape, String prefix) {
    for (Slot slot : shape.slots()) {
      String path = prefix + slot.name();
      row(path, slot);
      addParts(slot.kind(), path);
    }
  }

  private void addParts(Kind kind, String path) {
    if (kind instanceof GroupKind group) {
      add(group.shape(), path + ".");
    } else if (kind instanceof FamilyKind family) {
      for (Map.Entry<String, Shape> variant : family.variants().entrySet()) {
        add(variant.getValue(), path + "[" + variant.getKey() + "].");
      }
    } else if (kind instanceof ListKind list) {
      addParts(list.element(), path);
    }
  }

  private void row(String path, Slot slot) {
    String value = slot.kind() instanceof GroupKind ? "group" : slot.kind().words();
    rows.append("| ")
        .append(code(path))
        .append(" | ")
        .append(escaped(value))
        .append(" | ")
        .append(byDefault(slot))
        .append(" | ")
        .append(escaped(slot.setting().value()))
        .append(" |\n");
  }

  private static String byDefault(Slot slot) {
    if (slot.isRequired()) {
      return "required";
    }
    if (slot.byDefault() == null) {
      return "none";
    }
    return slot.kind() instanceof GroupKind ? "" : code(Place.text(slot.byDefault()));
  }

  private static String code(String text) {
    return "`" + escaped(text) + "`";
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}
