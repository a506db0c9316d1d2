package realign.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/**
 * Where a test's stores lie.
 *
 * @param kind the address's scheme
 * @param address address of a store of its own
 * @param environment what a process needs to reach it
 */
record StoreUnderTest(String kind, String address, Map<String, String> environment) {

  /** A store of a kind, in a folder where it is one. */
  static StoreUnderTest fresh(String kind, Path folder) {
    return new StoreUnderTest(kind, "file:" + folder.resolve(UUID.randomUUID().toString()), Map.of());
  }

  ObjectStore open() {
    return ObjectStores.open(address);
  }

  @Override
  public String toString() {
    return kind;
  }
}
