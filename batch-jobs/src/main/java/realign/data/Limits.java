package realign.data;

/**
 * What a data file may ask of the program that reads it. Guards against hostile files; far above
 * what real ones hold.
 *
 * @param recordBytes longest record: a line, a CSV record, an element of a JSON array
 * @param fileBytes longest file, after decompression
 * @param nesting deepest nesting of JSON
 */
public record Limits(int recordBytes, long fileBytes, int nesting) {
  /** Records of 4 MiB, files of 64 GiB, nesting of 64. */
  public static final Limits DEFAULT = new Limits(4 << 20, 64L << 30, 64);

  public Limits {
    if (recordBytes < 1 || fileBytes < 1 || nesting < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }
}
