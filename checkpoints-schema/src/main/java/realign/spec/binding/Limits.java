package realign.spec.binding;

import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Bounds on documents, far above any honest one, so that a hostile one costs nothing. */
final class Limits {
  static final int CHARACTERS = 1 << 20;
  static final int DEPTH = 32;

  private Limits() {}

  static void checkLength(String name, long characters) {
    if (characters > CHARACTERS) {
      throw refused(
          "RLN-111", name, "must be at most " + CHARACTERS + " characters long", "Shorten it");
    }
  }

  static ProblemException tooDeep(String name) {
    return refused(
        "RLN-111", name, "must not be nested deeper than " + DEPTH + " levels", "Flatten it");
  }

  static ProblemException refused(String id, String name, String rule, String fix) {
    return new ProblemException(ExitCode.INVALID, new Problem(id, name, null, rule, fix));
  }
}
