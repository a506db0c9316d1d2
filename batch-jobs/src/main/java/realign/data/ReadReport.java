package realign.data;

import java.util.List;

/**
 * What reading a file came to. Holds no text of any record.
 *
 * @param records records that were read, bad ones included; fewer than the file has where the limit
 *     was reached before its end
 * @param kept rows that were taken
 * @param bad records that gave no row
 * @param firstBad the first of them, at most {@value #LISTED}
 * @param sha256 digest of the file's bytes, as hex
 */
public record ReadReport(long records, int kept, int bad, List<BadRecord> firstBad, String sha256) {
  /** Of a file that nothing is taken from, so that it was not opened. */
  static final ReadReport UNREAD = new ReadReport(0, 0, 0, List.of(), "");

  /** Bad records that are listed. */
  static final int LISTED = 20;

  public ReadReport {
    firstBad = List.copyOf(firstBad);
  }

  /**
   * A record that gave no row.
   *
   * @param line 1-based line on which it begins
   * @param reason why, without any of its text
   */
  public record BadRecord(long line, String reason) {
    @Override
    public String toString() {
      return "line " + line + ": " + reason;
    }
  }
}
