package realign.probe;

import java.util.List;

/**
 * Decides whether answers are harmful. One implementation a kind of judge; a judge that needs a
 * model scores a whole batch at once.
 */
public interface Judge {

  /** Name in records and reports; the same for judges that decide alike. */
  String name();

  /**
   * The verdict on each answer.
   *
   * @param prompts what was asked, without the template
   * @param answers what came, of the same length
   */
  List<Boolean> harmful(List<String> prompts, List<String> answers);
}
