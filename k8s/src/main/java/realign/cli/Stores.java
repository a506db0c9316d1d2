package realign.cli;

import java.nio.file.Path;
import realign.spec.Target;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/** Opens the store of a command. Not for what lies in it: see {@link Runs}. */
final class Stores {
  private Stores() {}

  /** Opens a target's store, whose relative address counts from the directory of the command. */
  static ObjectStore open(Surroundings surroundings, Target target) {
    return ObjectStores.open(absolute(surroundings, target.store()), target.s3());
  }

  /** The same address for a process that may run in another directory. */
  static String absolute(Surroundings surroundings, String address) {
    return ObjectStores.absolute(address, surroundings.resolve(Path.of("")));
  }
}
