package realign.batch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Arguments of this program, which is started by commands and pods. Not a command line for people:
 * no short forms, no help.
 */
final class Arguments {
  private final List<String> words = new ArrayList<>();
  private final Map<String, List<String>> values = new HashMap<>();
  private final Set<String> flags = new TreeSet<>();

  /**
   * Reads arguments.
   *
   * @param options names that take a value
   * @param switches names that take none
   */
  Arguments(List<String> arguments, Set<String> options, Set<String> switches) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        words.add(argument);
      } else if (switches.contains(argument)) {
        flags.add(argument);
      } else if (options.contains(argument)) {
        i++;
        values.computeIfAbsent(argument, name -> new ArrayList<>()).add(value(arguments, i));
      } else {
        Set<String> known = new TreeSet<>(options);
        known.addAll(switches);
        throw usage(argument, "must be an option", NearestName.hint(argument, known));
      }
    }
  }

  private static String value(List<String> arguments, int i) {
    if (i == arguments.size()) {
      throw usage(arguments.get(i - 1), "must be followed by a value", "Give the value");
    }
    return arguments.get(i);
  }

  /** Arguments that are no options. */
  List<String> words() {
    return words;
  }

  /** All values of an option. */
  List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  /** Value of an option, or null. */
  @Nullable String get(String option) {
    List<String> given = all(option);
    if (given.size() > 1) {
      throw usage(option, "must be given once", "Leave one out");
    }
    return given.isEmpty() ? null : given.get(0);
  }

  /** Value of an option that is a number from 1, or null. */
  @Nullable Integer number(String option) {
    String value = get(option);
    if (value == null) {
      return null;
    }
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw usage(option + " " + value, "must be a whole number from 1", "Write such a number");
    }
    return Integer.valueOf(value);
  }

  /** Value of an option that is an index from 0, or null. */
  @Nullable Integer index(String option) {
    String value = get(option);
    if (value == null) {
      return null;
    }
    if (!value.matches("[0-9]{1,9}")) {
      throw usage(option + " " + value, "must be a whole number from 0", "Write such a number");
    }
    return Integer.valueOf(value);
  }

  /** Value of an option that has to be there. */
  String require(String option) {
    String value = get(option);
    if (value == null) {
      throw usage(option, "must be given", "Add " + option + " VALUE");
    }
    return value;
  }

  /** Whether a switch is there. */
  boolean has(String flag) {
    return flags.contains(flag);
  }

  static ProblemException usage(String what, String rule, String fix) {
    return new ProblemException(ExitCode.USAGE, new Problem("RLN-720", what, null, rule, fix));
  }
}
