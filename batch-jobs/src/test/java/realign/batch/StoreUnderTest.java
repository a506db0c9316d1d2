package realign.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import realign.spec.S3Settings;
import realign.store.ObjectStore;
import realign.store.ObjectStores;
import realign.testing.LocalS3;

/**
 * Where a test's runs lie, for this process and for its children.
 *
 * @param address address of a store of its own
 * @param s3 how this process reaches it
 * @param environment what a child needs to reach it
 */
record StoreUnderTest(String address, S3Settings s3, Map<String, String> environment) {

  /** In a folder below another. */
  static StoreUnderTest inFolder(Path folder) {
    String address = "file:" + folder.resolve(UUID.randomUUID().toString());
    return new StoreUnderTest(address, S3Settings.DEFAULT, Map.of());
  }

  /** In the local S3 of this process. */
  static StoreUnderTest inS3() {
    LocalS3 server = LocalS3.shared();
    return new StoreUnderTest(server.newStore(), server.settings(), server.environment());
  }

  ObjectStore open() {
    return ObjectStores.open(address, s3);
  }
}
