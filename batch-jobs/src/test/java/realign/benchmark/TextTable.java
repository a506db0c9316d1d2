package realign.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Words in columns: the first ones to the left, numbers to the right. */
final class TextTable {
  private final int left;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param left how many columns are words
   */
  TextTable(int left) {
    this.left = left;
  }

  TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** Lines that end with a newline. */
  String render() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String blanks = " ".repeat(width(column) - row.get(column).length());
        line.append(column < left ? row.get(column) + blanks : blanks + row.get(column));
        line.append("  ");
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
