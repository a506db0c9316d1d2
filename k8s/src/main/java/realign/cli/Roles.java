package realign.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import realign.access.Role;
import realign.spec.ExitCode;
import realign.spec.NearestName;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Roles as a person names them. */
final class Roles {
  private Roles() {}

  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a name.
   *
   * @param besides what may be named beside the roles
   */
  static Role named(String name, String... besides) {
    return Arrays.stream(Role.values())
        .filter(role -> name(role).equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name, besides));
  }

  private static ProblemException unknown(String name, String... besides) {
    List<String> known =
        Stream.concat(Arrays.stream(Role.values()).map(Roles::name), Arrays.stream(besides))
            .toList();
    return new ProblemException(
        ExitCode.USAGE,
        new Problem(
            "RLN-756", "role", name, "must be one that is known", NearestName.hint(name, known)));
  }
}
