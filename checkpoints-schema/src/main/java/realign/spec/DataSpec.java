package realign.spec;

import org.jspecify.annotations.Nullable;

/**
 * A file of rows. The container (JSON array, JSONL, CSV, TSV, each also gzipped) follows from the
 * file's ending; {@code format} says what the fields of a row are called.
 */
public record DataSpec(
    @Setting("file of rows") String path,
    @Setting("names of a row's fields") Format format,
    @Setting(value = "which rows to take, by is_safe", byDefault = "all") Keep keep,
    @Setting(value = "first rows to pass over, after keep", byDefault = "0", min = 0) int skip,
    @Setting(value = "at most this many rows, after keep and skip", optional = true, min = 1)
        @Nullable Integer limit,
    @Setting(value = "bad records beyond this count fail the run", byDefault = "100", min = 0)
        int maxBadRecords) {

  /** Field names of a row. */
  public enum Format {
    /** {@code prompt, response, is_safe}. */
    BEAVERTAILS,
    /** {@code instruction, input (may be absent), output}. */
    ALPACA,
    /** {@code sentence or text, label (0/1, or negative/positive)}; a TSV may have no header. */
    SST2
  }

  /** Which rows to take by their {@code is_safe} field. */
  public enum Keep {
    ALL,
    SAFE,
    UNSAFE
  }
}
