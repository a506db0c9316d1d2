package realign.result;

/** The headline of a report as plain text in aligned columns. Not the report itself. */
public final class HeadlineTable {
  private HeadlineTable() {}

  /** Verdict, headline numbers and steps to break; lines end with a newline. */
  public static String render(ReportDocument document) {
    throw new UnsupportedOperationException();
  }
}
