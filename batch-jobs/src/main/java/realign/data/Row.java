package realign.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One record of a data file in the paper's terms. Not yet text for a model: {@link Template} makes
 * that of it.
 *
 * @param instruction what is asked
 * @param input the material it is asked about; empty when there is none
 * @param output the answer; empty where only a prompt is read
 * @param safe what the file says of the answer, or null when it says nothing
 */
public record Row(String instruction, String input, String output, @Nullable Boolean safe) {

  public Row {
    Objects.requireNonNull(instruction, "instruction");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(output, "output");
  }

  /** The lengths only: rows may hold what nobody should meet in a log. */
  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "Row[instruction of %d characters, input of %d, output of %d, safe %s]",
        instruction.length(),
        input.length(),
        output.length(),
        safe);
  }
}
