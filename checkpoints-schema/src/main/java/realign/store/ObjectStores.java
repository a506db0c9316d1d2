package realign.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.S3Settings;

/** Opens a store by its address, and proves that it keeps the one promise that counts. */
public final class ObjectStores {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectStores.class);

  private ObjectStores() {}

  /**
   * Opens a store, if of S3 as the environment alone says.
   *
   * @throws ProblemException when the address is of no known kind
   */
  public static ObjectStore open(String address) {
    return open(address, S3Settings.DEFAULT);
  }

  /**
   * Opens {@code file:PATH}, relative to the working directory or absolute, or {@code
   * s3://BUCKET/PREFIX}.
   *
   * @param s3 how a store of S3 is reached
   * @throws ProblemException when the address is of no known kind
   */
  public static ObjectStore open(String address, S3Settings s3) {
    return isS3(address) ? new S3Store(address, s3) : new FileStore(folder(address));
  }

  private static boolean isS3(String address) {
    return address.startsWith(S3Location.SCHEME);
  }

  /**
   * The address as a process in any directory understands it: {@code file:/PATH}, or that of a
   * bucket.
   *
   * @param directory where a relative address begins
   * @throws ProblemException when the address is of no known kind
   */
  public static String absolute(String address, Path directory) {
    return isS3(address)
        ? S3Location.of(address).toString()
        : "file:" + directory.resolve(folder(address)).toAbsolutePath().normalize();
  }

  /** {@code file:a}, {@code file:/a} and {@code file:///a}; a host has no meaning here. */
  private static Path folder(String address) {
    if (!address.startsWith("file:")) {
      throw refused(address, "must begin with file: or s3://");
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
        new Problem(
            "RLN-400",
            "store",
            address,
            rule,
            "Give a folder, such as file:./.realign, or s3://BUCKET/PREFIX"));
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
                + " honours 'If-None-Match: *' [RLN-431]",
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
