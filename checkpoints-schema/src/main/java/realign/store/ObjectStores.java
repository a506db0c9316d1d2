package realign.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/** Opens a store by its address, and proves that it keeps the one promise that counts. */
public final class ObjectStores {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectStores.class);

  private ObjectStores() {}

  /**
   * Opens {@code file:PATH}, relative to the working directory or absolute.
   *
   * @throws ProblemException when the address is of no known kind
   */
  public static ObjectStore open(String address) {
    return new FileStore(folder(address));
  }

  /**
   * The address as a process in any directory understands it: {@code file:/PATH}.
   *
   * @param directory where a relative address begins
   * @throws ProblemException when the address is of no known kind
   */
  public static String absolute(String address, Path directory) {
    return "file:" + directory.resolve(folder(address)).toAbsolutePath().normalize();
  }

  /** {@code file:a}, {@code file:/a} and {@code file:///a}; a host has no meaning here. */
  private static Path folder(String address) {
    if (address.startsWith("s3:")) {
      throw refused(address, "must begin with file: in this version, which has no S3 store");
    }
    if (!address.startsWith("file:")) {
      throw refused(address, "must begin with file:");
    }
    String path = address.substring("file:".length());
    if (path.startsWith("///")) {
      return Path.of(path.substring(2));
    }
    if (path.startsWith("//")) {
      throw refused(address, "must not name a host");
    }
    if (path.isBlank() || path.indexOf('\0') >= 0) {
      throw refused(address, "must name a folder");
    }
    return Path.of(path);
  }

  private static ProblemException refused(String address, String rule) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem("RLN-400", "store", address, rule, "Give a folder, such as file:./.realign"));
  }

  /**
   * Proves on a probe key of its own that put-if-absent works; everything rests on it. May be
   * called again when the store was busy or its answer was lost.
   *
   * @throws StoreException when the store creates the same key twice
   */
  public static void probe(ObjectStore store) {
    String key = "probe/" + UUID.randomUUID();
    Payload payload = Payload.of("probe".getBytes(StandardCharsets.UTF_8));
    try {
      store.putIfAbsent(key, payload);
      if (store.putIfAbsent(key, payload)) {
        throw new StoreException(
            "store "
                + store.address()
                + ": must create an object only when its key is absent, and created one twice; two"
                + " processes could overwrite each other, so nothing is run; use a store that"
                + " honours 'If-None-Match: *'",
            null);
      }
    } finally {
      discard(store, key);
    }
  }

  /** A probe that stays is only waste; a failure here must not hide the one before it. */
  private static void discard(ObjectStore store, String key) {
    try {
      store.delete(key);
    } catch (StoreException e) {
      LOG.debug("{} stays in the store", key, e);
    }
  }
}
