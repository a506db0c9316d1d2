package realign.data;

/**
 * A prompt of a probe; a line of a restricted artefact.
 *
 * @param index 0-based index in the probe's set
 * @param prompt the full text, template included
 * @param instruction what is asked, without the template
 * @param input the material it is asked about; may be empty
 * @param expected the right answer where there is one, else empty
 */
public record Prompt(int index, String prompt, String instruction, String input, String expected) {
  /** The lengths only: prompts may hold what nobody should meet in a log. */
  @Override
  public String toString() {
    return "Prompt[" + index + ", " + prompt.length() + " characters]";
  }
}
