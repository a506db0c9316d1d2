package realign.cli;

import java.nio.file.Path;
import java.util.Optional;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/** Opens the store of a command. Not for what lies in it: see {@link Runs}. */
final class Stores {
  private static final String FILE = "file:";

  private Stores() {}

  /** Opens a store whose relative address counts from the directory of the command. */
  static ObjectStore open(Surroundings surroundings, String address) {
    try {
      return ObjectStores.open(absolute(surroundings, address));
    } catch (IllegalArgumentException unknown) {
      throw new ProblemException(
          ExitCode.USAGE,
          new Problem(
              "RLN-702",
              "store",
              address,
              "must be an address that this version knows",
              "Use file:PATH, for example --store file:./.realign"));
    }
  }

  /** The same address for a process that may run in another directory. */
  static String absolute(Surroundings surroundings, String address) {
    return localDirectory(address).map(path -> FILE + surroundings.resolve(path)).orElse(address);
  }

  /** Where a {@code file:} store lies. */
  static Optional<Path> localDirectory(String address) {
    return address.startsWith(FILE)
        ? Optional.of(Path.of(address.substring(FILE.length())))
        : Optional.empty();
  }
}
