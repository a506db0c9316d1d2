package realign.probe;

import realign.result.Point;

/**
 * The raw text of an answer; a restricted record line.
 *
 * @param point when
 * @param probe which probe asked
 * @param index index of the prompt in the probe's set
 * @param text the answer, special tokens left out
 */
public record AnswerText(Point point, String probe, int index, String text) {
  /** The length only: texts may hold what nobody should meet in a log. */
  @Override
  public String toString() {
    return probe + "[" + index + "] at " + point + ", " + text.length() + " characters";
  }
}
