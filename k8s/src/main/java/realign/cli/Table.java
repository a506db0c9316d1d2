package realign.cli;

import java.util.ArrayList;
import java.util.List;

/** Words in aligned columns, two blanks apart. Not for numbers that are to be computed with. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  Table row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Lines that end with a newline and with no blank before it. */
  String render() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column));
        line.append(" ".repeat(2 + width(column) - row.get(column).length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
