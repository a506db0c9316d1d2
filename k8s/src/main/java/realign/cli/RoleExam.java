package realign.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import realign.access.Role;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/**
 * Tries what a role must not be able to do, and what it must, on keys that nobody uses: a scope
 * that no run has, below a run of the role's. What is denied leaves nothing behind; what is allowed
 * and should not be is deleted again where that is allowed too.
 */
final class RoleExam {
  /** The run of these keys where the role is not limited to one; it has no spec, so it is none. */
  static final String RUN = "realign-doctor";

  private static final Payload BYTES = Payload.of("doctor".getBytes(StandardCharsets.UTF_8));

  private final ObjectStore store;
  private final Role role;
  private final String base;
  private final String policy;
  private final String name = UUID.randomUUID().toString();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param run the run that the role is limited to, or {@link #RUN}
   */
  RoleExam(ObjectStore store, Role role, String run) {
    this.store = store;
    this.role = role;
    this.base = "runs/" + run + "/doctor/";
    this.policy = "realign policy " + Roles.name(role) + " --store " + store.address();
  }

  List<Finding> findings() {
    String entry = base + "log/" + name;
    denied("overwrite a log entry", () -> store.put(entry, BYTES), entry);
    denied("delete a log entry", () -> store.delete(entry));
    switch (role) {
      case RUNNER -> runner();
      case COORDINATOR -> coordinator();
      case OPERATOR -> operator();
      case PROMOTER -> promoter();
    }
    return findings;
  }

  private void runner() {
    writable("blobs/0/" + name);
    writable("restricted/0/" + name);
    String spec = base + "spec.json";
    denied("write schedules", () -> store.put("schedules/" + name, BYTES), "schedules/" + name);
    denied("put a champion", () -> store.put(champion(), BYTES), champion());
    denied("write elsewhere", () -> store.put(base + name, BYTES), base + name);
    denied("delete elsewhere", () -> store.delete(spec));
  }

  private void coordinator() {
    writable("blobs/0/" + name);
    writable("restricted/0/" + name);
    denied("write schedules", () -> store.put("schedules/" + name, BYTES), "schedules/" + name);
    denied("put a champion", () -> store.put(champion(), BYTES), champion());
    denied("write elsewhere", () -> store.put(base + name, BYTES), base + name);
    denied("delete elsewhere", () -> store.delete(base + "spec.json"));
  }

  private void operator() {
    writable("blobs/0/" + name);
    String secret = base + "restricted/0/" + name;
    denied("read what is restricted", () -> store.get(secret));
    denied("write what is restricted", () -> store.put(secret, BYTES), secret);
    allowed("delete what is restricted", () -> store.delete(secret));
    denied("put a champion", () -> store.put(champion(), BYTES), champion());
  }

  private void promoter() {
    String secret = base + "restricted/0/" + name;
    String blob = base + "blobs/0/" + name;
    denied("read what is restricted", () -> store.get(secret));
    denied("write blobs", () -> store.put(blob, BYTES), blob);
    denied("delete blobs", () -> store.delete(blob));
    denied("delete a champion's record", () -> store.delete(champion() + "/record.json"));
  }

  private String champion() {
    return "champion/doctor-" + name;
  }

  private void writable(String below) {
    String key = base + below;
    String prefix = below.substring(0, below.indexOf('/'));
    allowed("write and delete " + prefix, () -> putAndDelete(key));
  }

  private void putAndDelete(String key) {
    store.put(key, BYTES);
    store.delete(key);
  }

  private void allowed(String what, Runnable act) {
    try {
      act.run();
      findings.add(Finding.ok(title(), "may " + what));
    } catch (StoreException e) {
      String says = "must be able to " + what + ": " + e.getMessage();
      findings.add(Finding.fail(title(), says, "Allow it by " + policy, e.exitCode()));
    }
  }

  private void denied(String what, Runnable act, String... created) {
    try {
      act.run();
    } catch (StoreException e) {
      findings.add(refusal(what, e));
      return;
    }
    findings.add(
        Finding.warn(title(), "is allowed to " + what + ", and should not be", "Use " + policy));
    for (String key : created) {
      discard(key);
    }
  }

  /** Only a refusal is a denial: a store that is away has denied nothing. */
  private Finding refusal(String what, StoreException e) {
    return e.kind() == StoreException.Kind.REFUSED
        ? Finding.ok(title(), "may not " + what)
        : StoreExam.failed(title(), e);
  }

  private void discard(String key) {
    try {
      store.delete(key);
    } catch (StoreException e) {
      findings.add(Finding.warn(title(), key + " stays in the store", "Delete it by hand"));
    }
  }

  private String title() {
    return "role " + Roles.name(role);
  }
}
