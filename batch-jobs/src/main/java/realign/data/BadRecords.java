package realign.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import realign.data.ReadReport.BadRecord;

/** Counts bad records, lists the first and ends the reading when there are too many. */
final class BadRecords {
  private static final int QUOTED = 3;

  private final Path file;
  private final int allowed;
  private final List<BadRecord> first = new ArrayList<>();
  private int count;

  BadRecords(Path file, int allowed) {
    this.file = file;
    this.allowed = allowed;
  }

  void add(long line, String reason) {
    count++;
    if (first.size() < ReadReport.LISTED) {
      first.add(new BadRecord(line, reason));
    }
    if (count > allowed) {
      throw DataProblem.TOO_MANY_BAD.of(file, "at " + count + ", allowed " + allowed + quoted());
    }
  }

  int count() {
    return count;
  }

  List<BadRecord> first() {
    return List.copyOf(first);
  }

  /** {@code " (line 3: not UTF-8; line 9: no field prompt)"}, or nothing. */
  String quoted() {
    return first.isEmpty()
        ? ""
        : first.stream()
            .limit(QUOTED)
            .map(BadRecord::toString)
            .collect(Collectors.joining("; ", " (", ")"));
  }
}
