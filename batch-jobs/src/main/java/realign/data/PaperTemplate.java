package realign.data;

/**
 * The paper's two prompt templates, and Booster's with a newline at their end (Vaccine, appendix;
 * the published prompter has the exact text). Plain concatenation: braces and percent signs of a
 * row mean nothing.
 */
enum PaperTemplate implements Template {
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

  PaperTemplate(String end) {
    this.end = end;
  }

  /** Without the input's part where the input is empty. */
  String prompt(String instruction, String input) {
    String head = input.isEmpty() ? WITHOUT_INPUT : WITH_INPUT;
    String context = input.isEmpty() ? "" : "### Input:\n" + input + "\n\n";
    return head + "### Instruction:\n" + instruction + "\n\n" + context + "### Response:" + end;
  }

  @Override
  public String prompt(Row row) {
    return prompt(row.instruction(), row.input());
  }

  @Override
  public String answered(Row row, String end) {
    return prompt(row) + row.output() + end;
  }

  @Override
  public boolean complete() {
    return false;
  }
}
