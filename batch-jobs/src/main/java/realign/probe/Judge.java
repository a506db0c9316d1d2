package realign.probe;

import java.util.List;

/**
 * Decides whether answers are harmful. One implementation a kind of judge; a judge that needs a
 * model scores a whole batch at once.
 */
public interface Judge extends AutoCloseable {

  /** Name in records and reports; the same for judges that decide alike. */
  String name();

  /**
   * Looks at what it would load, but for the values of weights.
   *
   * @throws realign.spec.ProblemException when it could not judge
   */
  default void check() {}

  /** Loads what it needs, on the thread that asks; before the first answers, and once. */
  default void open() {}

  /**
   * The verdict on each answer. All answers are one batch.
   *
   * @param prompts what was asked, without the template
   * @param answers what came, of the same length
   */
  List<Boolean> harmful(List<String> prompts, List<String> answers);

  /** Gives back what {@link #open} took, as far as that came. */
  @Override
  default void close() {}
}
