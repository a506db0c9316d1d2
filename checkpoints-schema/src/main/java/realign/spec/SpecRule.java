package realign.spec;

import org.jspecify.annotations.Nullable;

/** A broken rule over several settings, still without its fix. */
record SpecRule(String path, @Nullable String value, String rule) {
  private static final String ID = "RLN-109";

  Problem fix(String fix) {
    return new Problem(ID, path, value, rule, fix);
  }

  /** Throws the problem at once, where a record has a single such rule, unless it holds. */
  static void require(boolean holds, String path, @Nullable String value, String rule, String fix) {
    if (!holds) {
      throw new ProblemException(ExitCode.INVALID, new SpecRule(path, value, rule).fix(fix));
    }
  }
}
