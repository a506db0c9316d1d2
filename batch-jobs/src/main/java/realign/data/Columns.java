package realign.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns a table must have to be read in a format.
 *
 * @param required names of which every one must be there; alternatives are joined by {@code |}
 * @param headerless names of the columns of a tab-separated file without header; empty when it must
 *     have one
 */
record Columns(List<String> required, List<String> headerless) {
  Columns {
    required = List.copyOf(required);
    headerless = List.copyOf(headerless);
  }

  /** The columns of a file whose first line this is, or empty when that line is a record. */
  Optional<List<String>> header(Path file, List<String> firstLine) {
    if (missing(firstLine).isEmpty()) {
      return Optional.of(firstLine);
    }
    if (!headerless.isEmpty() && firstLine.size() == headerless.size()) {
      return Optional.empty();
    }
    throw DataProblem.COLUMNS.of(
        file,
        "without " + String.join(", ", missing(firstLine)) + " in line 1",
        "Name the columns in the first line: " + String.join(", ", required));
  }

  private List<String> missing(List<String> names) {
    Set<String> there = Set.copyOf(names);
    return required.stream()
        .filter(rule -> List.of(rule.split("\\|")).stream().noneMatch(there::contains))
        .toList();
  }
}
