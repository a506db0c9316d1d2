package realign.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import realign.model.TokenBatch;

/**
 * Batches of token ids from a file with a line of JSON each: {@code rows}, the ids, and {@code
 * prompt_lengths}, how many of them at the beginning of a row carry no label.
 */
record Workload(List<Batch> batches) {
  Workload {
    batches = List.copyOf(batches);
  }

  /** A line of the file, as far as it is needed. */
  @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Batch(int[][] rows, int[] prompt_lengths) {
    TokenBatch labelled() {
      int[][] labels = new int[rows.length][];
      for (int row = 0; row < rows.length; row++) {
        labels[row] = rows[row].clone();
        Arrays.fill(labels[row], 0, prompt_lengths[row], TokenBatch.IGNORED);
      }
      return new TokenBatch(rows, labels);
    }

    int[][] prompts() {
      int[][] prompts = new int[rows.length][];
      for (int row = 0; row < rows.length; row++) {
        prompts[row] = Arrays.copyOf(rows[row], prompt_lengths[row]);
      }
      return prompts;
    }

    int[] lengths() {
      return Arrays.stream(rows).mapToInt(row -> row.length).toArray();
    }
  }

  static Workload read(Path file) {
    try {
      return new Workload(
          Files.readAllLines(file).stream().map(line -> Json.read(line, Batch.class)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** The batch of a 0-based place, from the beginning again after the last. */
  Batch at(int place) {
    return batches.get(place % batches.size());
  }
}
