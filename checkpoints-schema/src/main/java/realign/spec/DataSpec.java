package realign.spec;

import org.jspecify.annotations.Nullable;
import realign.spec.binding.Settings;

/**
 * A file of rows. The container (JSON array, JSONL, CSV, TSV, each also gzipped) follows from the
 * file's ending; {@code format} says what the fields of a row are called.
 */
public record DataSpec(
    @Setting(value = "file of rows", example = "rows.jsonl", input = Setting.Input.FILE)
        String path,
    @Setting(value = "names of a row's fields", example = "alpaca") Format format,
    @Setting(value = "which rows to take, by is_safe", byDefault = "all") Keep keep,
    @Setting(value = "first rows to pass over, after keep", byDefault = "0", min = 0) int skip,
    @Setting(value = "at most this many rows, after keep and skip", optional = true, min = 1)
        @Nullable Integer limit,
    @Setting(value = "bad records beyond this count fail the run", byDefault = "100", min = 0)
        int maxBadRecords) {

  public DataSpec {
    Settings.check(DataSpec.class, path, format, keep, skip, limit, maxBadRecords);
    checkKeep(format, keep);
  }

  /** Only rows that say whether they are safe can be chosen by it. */
  static void checkKeep(Format format, Keep keep) {
    SpecRule.require(
        keep == Keep.ALL || format == Format.BEAVERTAILS,
        "keep",
        Kebab.of(keep),
        "must be all where format is " + Kebab.of(format) + ", whose rows have no is_safe",
        "Write keep: all, or give beavertails rows");
  }

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
