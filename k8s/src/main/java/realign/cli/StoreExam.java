package realign.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import realign.spec.ExitCode;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/**
 * Tries on a key of its own what everybody has to be able to do with a store. Leaves nothing behind
 * when it may delete.
 */
final class StoreExam {
  private static final String PREFIX = "probe/doctor-";
  private static final byte[] BYTES = "doctor".getBytes(StandardCharsets.UTF_8);

  private final ObjectStore store;
  private final String key = PREFIX + UUID.randomUUID();
  private final List<Finding> findings = new ArrayList<>();

  StoreExam(ObjectStore store) {
    this.store = store;
  }

  /** Stops at the first failure: what follows would only fail too. */
  List<Finding> findings() {
    boolean created = check("store: put", this::put);
    boolean sound =
        created
            && check("store: conditional put", this::conditionalPut)
            && check("store: get", this::get)
            && check("store: ranged get", this::range)
            && check("store: list", this::list);
    if (created) {
      boolean unused = check("store: delete", this::delete) && sound;
    }
    return findings;
  }

  private boolean check(String what, Supplier<Finding> look) {
    Finding finding;
    try {
      finding = look.get();
    } catch (StoreException e) {
      finding = failed(what, e);
    }
    findings.add(finding);
    return finding.health() != Finding.Health.FAIL;
  }

  static Finding failed(String what, StoreException failure) {
    return Finding.fail(
        what,
        String.valueOf(failure.getMessage()),
        "Check the store's address, credentials and permissions: realign policy ROLE",
        failure.exitCode());
  }

  private Finding put() {
    return store.putIfAbsent(key, Payload.of(BYTES))
        ? Finding.ok("store: put", store.address())
        : wrong("store: put", key + " was there before it was put");
  }

  /** Everything rests on it: two writers could overwrite each other. */
  private Finding conditionalPut() {
    return store.putIfAbsent(key, Payload.of("other".getBytes(StandardCharsets.UTF_8)))
        ? Finding.fail(
            "store: conditional put",
            "created the same key twice",
            "Use a store that honours If-None-Match: *; nothing is run in this one",
            ExitCode.STORE_UNAVAILABLE)
        : Finding.ok("store: conditional put", "refuses to create a key twice");
  }

  private Finding get() {
    return matches(store.get(key), BYTES)
        ? Finding.ok("store: get", BYTES.length + " bytes as they were put")
        : wrong("store: get", "other bytes than were put");
  }

  private Finding range() {
    return matches(store.getRange(key, 2, 3), Arrays.copyOfRange(BYTES, 2, 5))
        ? Finding.ok("store: ranged get", "3 bytes from the third on")
        : wrong("store: ranged get", "other bytes than were asked for");
  }

  private Finding list() {
    return store.list(PREFIX, "", 1000).contains(key)
        ? Finding.ok("store: list", "names the new key at once")
        : wrong("store: list", "does not name the new key");
  }

  private Finding delete() {
    store.delete(key);
    return store.get(key).isEmpty()
        ? Finding.ok("store: delete", "the key is gone")
        : wrong("store: delete", "the key is still there");
  }

  private static boolean matches(Optional<byte[]> found, byte[] wanted) {
    return found.isPresent() && Arrays.equals(found.get(), wanted);
  }

  private static Finding wrong(String what, String says) {
    return Finding.fail(what, says, "Use another store", ExitCode.STORE_UNAVAILABLE);
  }
}
