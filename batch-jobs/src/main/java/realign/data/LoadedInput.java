package realign.data;

/**
 * What became of a file, without any of its text; an element of {@code load.json}.
 *
 * @param artefact name of the artefact
 * @param file name of the file without its folder
 * @param read what reading it came to
 * @param rows rows of the artefact
 * @param unlabelled rows left out because the prompt alone fills {@code text.maxLength}
 * @param tokens tokens of all rows, prompts included
 */
public record LoadedInput(
    String artefact, String file, ReadReport read, int rows, int unlabelled, long tokens) {
  @Override
  public String toString() {
    return artefact
        + " "
        + rows
        + " rows "
        + tokens
        + " tokens"
        + (read.bad() > 0 ? " " + read.bad() + " bad" : "")
        + (unlabelled > 0 ? " " + unlabelled + " without a label" : "");
  }
}
