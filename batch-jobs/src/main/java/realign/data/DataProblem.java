package realign.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * What can be wrong with data, with rule and fix. Never carries a record's text: it may be harmful,
 * and messages end in logs.
 */
enum DataProblem {
  MISSING("RLN-201", "must be a file that can be read", "Check the path and its permissions"),
  ENDING(
      "RLN-202",
      "must end in .json, .jsonl, .csv or .tsv, each also with .gz",
      "Rename the file after what it holds"),
  NOT_GZIP(
      "RLN-203", "must be gzip, as its ending says", "Take .gz off its name, or compress it again"),
  IS_GZIP("RLN-203", "must not be gzip, as its ending says", "Add .gz to its name"),
  NOT_UTF8("RLN-204", "must be UTF-8", "Convert it: iconv -f LATIN1 -t UTF-8"),
  BROKEN("RLN-205", "must be well formed", "Mend the file at that place"),
  COLUMNS("RLN-206", "must have the columns of its format", "Name the columns in the first line"),
  TOO_LARGE("RLN-207", "must keep within the limits of a data file", "Split it, or take it apart"),
  TOO_MANY_BAD(
      "RLN-208",
      "must have at most maxBadRecords bad records",
      "Mend the records, or raise maxBadRecords"),
  NO_ROWS("RLN-209", "must give at least one row", "Check format, keep, skip and the file itself"),
  NO_LABEL(
      "RLN-210",
      "must leave at least one row with an answer within text.maxLength",
      "Raise text.maxLength: the prompts alone fill it"),
  CHANGED(
      "RLN-211",
      "must be the file that the run was made with",
      "Restore the file, or start a new run");

  private final String id;
  private final String rule;
  private final String fix;

  DataProblem(String id, String rule, String fix) {
    this.id = id;
    this.rule = rule;
    this.fix = fix;
  }

  /** The problem of a file, with what was found instead. */
  ProblemException of(Path file, String found) {
    return of(file, found, fix);
  }

  /** The same with a fix that names numbers. */
  ProblemException of(Path file, String found, String betterFix) {
    return new ProblemException(
        ExitCode.INVALID, new Problem(id, file.toString(), found, rule, betterFix));
  }

  /** The problem at a line. */
  ProblemException at(Path file, long line, @Nullable String found) {
    Problem problem = new Problem(id, "", found, rule, fix);
    return new ProblemException(ExitCode.INVALID, problem.at(file + ":" + line));
  }
}
