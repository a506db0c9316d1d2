package realign.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import realign.spec.ExitCode;

/**
 * One line of {@code doctor}.
 *
 * @param what what was looked at
 * @param says what was found
 * @param fix what to do; empty when nothing has to be done
 * @param exit with what a failure ends
 */
record Finding(Health health, String what, String says, String fix, ExitCode exit) {

  /** How it is. */
  enum Health {
    OK,
    WARN,
    FAIL
  }

  static Finding ok(String what, String says) {
    return new Finding(Health.OK, what, says, "", ExitCode.DONE);
  }

  static Finding warn(String what, String says, String fix) {
    return new Finding(Health.WARN, what, says, fix, ExitCode.DONE);
  }

  static Finding fail(String what, String says, String fix, ExitCode exit) {
    return new Finding(Health.FAIL, what, says, fix, exit);
  }

  String word() {
    return health.name().toLowerCase(Locale.ROOT);
  }

  void add(ObjectNode json) {
    json.put("health", word()).put("what", what).put("says", says);
    json.put("fix", fix.isEmpty() ? null : fix);
  }
}
