package realign.data;

import realign.spec.TextSpec;

/**
 * The paper's two prompt templates, and Booster's with a newline at their end (Vaccine, appendix;
 * the published prompter has the exact text). Training and evaluation must use the same one. Plain
 * concatenation: braces and percent signs of a row mean nothing.
 */
public enum Template {
  /** Nothing behind {@code ### Response:}: the answer is glued on. */
  VACCINE(""),
  /** A newline behind it. */
  BOOSTER("\n");

  private static final String WITH_INPUT =
      "Below is an instruction that describes a task, paired with an input that provides further"
          + " context. Write a response that appropriately completes the request.\n\n";
  private static final String WITHOUT_INPUT =
      "Below is an instruction that describes a task. Write a response that appropriately completes"
          + " the request.\n\n";

  private final String end;

  Template(String end) {
    this.end = end;
  }

  /** The template of a spec. */
  public static Template of(TextSpec.Template name) {
    return switch (name) {
      case VACCINE -> VACCINE;
      case BOOSTER -> BOOSTER;
    };
  }

  /** The prompt of an instruction; without the input's part where the input is empty. */
  public String prompt(String instruction, String input) {
    String head = input.isEmpty() ? WITHOUT_INPUT : WITH_INPUT;
    String context = input.isEmpty() ? "" : "### Input:\n" + input + "\n\n";
    return head + "### Instruction:\n" + instruction + "\n\n" + context + "### Response:" + end;
  }

  /** The prompt of a row. */
  public String prompt(Row row) {
    return prompt(row.instruction(), row.input());
  }
}
