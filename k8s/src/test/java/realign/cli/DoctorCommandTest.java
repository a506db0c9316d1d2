package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.access.Role;
import realign.coordinator.Schedules;
import realign.coordinator.Timing;
import realign.result.Verdict;
import realign.spec.ExitCode;
import realign.spec.SpecReader;
import realign.store.ForwardingStore;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/** {@code realign doctor}, and what it says of stores that allow too little or too much. */
class DoctorCommandTest {
  @TempDir private Path folder;
  private final MemoryStore memory = new MemoryStore();
  private TestWorld world;

  @BeforeEach
  void world() {
    world = new TestWorld(folder);
    world.environment.put("REALIGN_BATCH_CLASSPATH", folder.toString());
  }

  /** Denies what a rule names: an action and a key. */
  private static final class Denying extends ForwardingStore {
    private final BiPredicate<String, String> denied;

    Denying(ObjectStore store, BiPredicate<String, String> denied) {
      super(store);
      this.denied = denied;
    }

    private void require(String action, String key) {
      if (denied.test(action, key)) {
        throw new StoreException("403 " + action + " " + key, null);
      }
    }

    @Override
    public boolean putIfAbsent(String key, Payload payload) {
      require("create", key);
      return super.putIfAbsent(key, payload);
    }

    @Override
    public void put(String key, Payload payload) {
      require("put", key);
      super.put(key, payload);
    }

    @Override
    public Optional<byte[]> get(String key) {
      require("get", key);
      return super.get(key);
    }

    @Override
    public void delete(String key) {
      require("delete", key);
      super.delete(key);
    }
  }

  @Test
  void aSoundWorldIsOk() {
    assertThat(world.realign("doctor")).isZero();
    assertThat(world.out())
        .contains("ok    java: 17")
        .contains("ok    store: conditional put: refuses to create a key twice")
        .contains("ok    store: delete")
        .doesNotContain("fail  ");
    try (ObjectStore store = world.store()) {
      assertThat(store.list("", "", 10)).as("nothing stays").isEmpty();
    }
    world.realign("doctor", "-o", "json");
    JsonNode checks = JsonDocuments.single(world.out(), "doctor").path("checks");
    assertThat(checks.findValuesAsText("what")).contains("java", "disk", "store: list");
  }

  @Test
  void aFolderAllowsTooMuchForAnyRole() {
    assertThat(world.realign("doctor", "--role", "runner")).as("warnings end with 0").isZero();
    assertThat(world.out())
        .contains("warn  role runner: is allowed to delete a log entry, and should not be")
        .contains("      Use realign policy runner --store file:");
    try (ObjectStore store = world.store()) {
      assertThat(store.list("", "", 10)).as("what was tried is gone").isEmpty();
    }
    assertThat(world.realign("doctor", "--role", "rnner")).isEqualTo(2);
  }

  @Test
  void tellsWhatIsMissing() {
    world.environment.remove("REALIGN_BATCH_CLASSPATH");
    assertThat(world.realign("doctor", "--store", "ftp:x")).as("first failure").isEqualTo(1);
    assertThat(world.out()).contains("fail  batch program").contains("fail  store: store must");
    world.environment.put("REALIGN_BATCH_CLASSPATH", folder.resolve("gone.jar").toString());
    assertThat(world.realign("doctor")).isEqualTo(1);
    assertThat(world.out()).contains("gone.jar is missing");
    world.environment.put("REALIGN_BATCH_CLASSPATH", folder.toString());
    assertThat(world.realign("doctor", "--store", "ftp:x")).isEqualTo(3);
    TinySpec.file(folder.resolve("file"), "");
    assertThat(world.realign("doctor", "--work", "file/below")).isEqualTo(1);
    assertThat(world.out()).contains("fail  work folder");
  }

  @Test
  void saysWhenARunLastFinished() {
    TinySpec.write(folder);
    world.realign("run", "tiny.yaml", "--run", "one");
    world.realign("doctor");
    assertThat(world.out()).contains("last finished run: none of 1 runs yet");
    try (ObjectStore store = world.store()) {
      new StoredRun(store, "one").reported(Verdict.Outcome.PASS);
    }
    world.realign("doctor");
    assertThat(world.out()).contains("last finished run: one, ");
  }

  @Test
  void saysWhichNightsDidNotHappen() {
    TinySpec.write(folder);
    String night = "nightly-" + TestWorld.NOON.getEpochSecond() / 60;
    world.realign("run", "tiny.yaml", "--run", night);
    try (ObjectStore store = world.store()) {
      String spec = TinySpec.TEXT.replace("path: ", "path: s3://b/").replace("words", "s3://b/w");
      new Schedules(store)
          .publish(
              "nightly",
              SpecReader.ofRunSpec().text("tiny.yaml", spec).value(),
              new Timing("0 12 * * *", "UTC"),
              TestWorld.NOON);
      new StoredRun(store, night).reported(Verdict.Outcome.PASS);
    }
    world.clock.advance(Duration.ofHours(24).plusMinutes(59));
    world.realign("doctor");
    assertThat(world.out()).contains("ok    schedule nightly: " + night + ", ");
    world.clock.advance(Duration.ofHours(1));
    world.realign("doctor");
    assertThat(world.out())
        .contains("warn  schedule nightly: last success " + night)
        .contains("the night of 2026-03-02T12:00:00Z did not happen")
        .contains("CronJob nightly");
  }

  @Test
  void aStoreThatCreatesTwiceFails() {
    ObjectStore careless =
        new ForwardingStore(memory) {
          @Override
          public boolean putIfAbsent(String key, Payload payload) {
            super.put(key, payload);
            return true;
          }
        };
    List<Finding> findings = new StoreExam(careless).findings();
    assertThat(findings)
        .extracting(Finding::what)
        .endsWith("store: conditional put", "store: delete");
    Finding failed = findings.get(1);
    assertThat(failed.health()).isEqualTo(Finding.Health.FAIL);
    assertThat(failed.exit().number()).isEqualTo(7);
    assertThat(memory.list("", "", 10)).isEmpty();
  }

  @Test
  void whatMayNotBeDoneAtAllFails() {
    List<Finding> findings =
        new StoreExam(new Denying(memory, (a, k) -> a.equals("get"))).findings();
    assertThat(findings)
        .extracting(Finding::word)
        .containsExactly("ok", "ok", "fail", "fail"); // delete looks whether the key is gone
    assertThat(findings.get(2).says()).contains("403 get probe/doctor-");
    assertThat(new StoreExam(new Denying(memory, (a, k) -> true)).findings()).hasSize(1);
  }

  /** What the printed policies deny, as far as these keys go. */
  private static boolean deniedTo(Role role, String action, String key) {
    boolean log = key.contains("/log/");
    boolean restricted = key.contains("/restricted/");
    boolean blobs = key.contains("/blobs/");
    boolean champion = key.startsWith("champion/");
    return switch (role) {
      case RUNNER, COORDINATOR -> !action.equals("get") && !restricted && !blobs;
      case OPERATOR ->
          log || champion || (restricted && !action.equals("delete")) || action.equals("other");
      case PROMOTER -> !champion || action.equals("delete");
    };
  }

  @Test
  void theRightPermissionsAreOkAndLeaveNothing() {
    for (Role role : Role.values()) {
      ObjectStore store = new Denying(memory, (action, key) -> deniedTo(role, action, key));
      List<Finding> findings = new RoleExam(store, role, RoleExam.RUN).findings();
      assertThat(findings).as(role.name()).hasSizeGreaterThanOrEqualTo(6);
      assertThat(findings).as(role.name()).allMatch(f -> f.health() == Finding.Health.OK);
      assertThat(memory.list("", "", 10)).as(role.name()).isEmpty();
    }
  }

  @Test
  void eachPermissionTooManyIsAWarning() {
    ObjectStore store =
        new Denying(
            memory,
            (action, key) -> deniedTo(Role.RUNNER, action, key) && !action.equals("delete"));
    assertThat(warnings(store, Role.RUNNER))
        .containsExactly(
            "is allowed to delete a log entry, and should not be",
            "is allowed to delete elsewhere, and should not be");
    store = new Denying(memory, (a, k) -> deniedTo(Role.OPERATOR, a, k) && !a.equals("get"));
    assertThat(warnings(store, Role.OPERATOR))
        .containsExactly("is allowed to read what is restricted, and should not be");
  }

  @Test
  void whatIsAllowedAndCannotBeTakenBackIsTold() {
    ObjectStore store = new Denying(memory, (action, key) -> action.equals("delete"));
    assertThat(warnings(store, Role.PROMOTER))
        .anyMatch(says -> says.endsWith("stays in the store"));
  }

  @Test
  void eachPermissionTooFewIsAFailure() {
    ObjectStore store = new Denying(memory, (action, key) -> true);
    List<Finding> failed =
        new RoleExam(store, Role.RUNNER, "one")
            .findings().stream().filter(f -> f.health() == Finding.Health.FAIL).toList();
    assertThat(failed).hasSize(2);
    assertThat(failed.get(0).says()).contains("403 put runs/one/doctor/blobs/0/");
    assertThat(failed.get(0).fix()).contains("realign policy runner");
  }

  @Test
  void aFailureEndsWithTheCodeThatTheStoreGivesIt() {
    ObjectStore unknown =
        new ForwardingStore(memory) {
          @Override
          public boolean putIfAbsent(String key, Payload payload) {
            throw new StoreException(
                "who are you [RLN-421]", null, StoreException.Kind.REFUSED, ExitCode.CREDENTIALS);
          }
        };
    assertThat(new StoreExam(unknown).findings())
        .singleElement()
        .returns(ExitCode.CREDENTIALS, Finding::exit);
  }

  @Test
  void aStoreThatIsAwayHasDeniedNothing() {
    ObjectStore away =
        new ForwardingStore(memory) {
          @Override
          public void delete(String key) {
            throw new StoreException("no answer", null, StoreException.Kind.BUSY);
          }
        };
    assertThat(new RoleExam(away, Role.PROMOTER, "one").findings())
        .filteredOn(finding -> finding.health() == Finding.Health.FAIL)
        .hasSize(3);
  }

  private static List<String> warnings(ObjectStore store, Role role) {
    return new RoleExam(store, role, RoleExam.RUN)
        .findings().stream()
            .filter(finding -> finding.health() == Finding.Health.WARN)
            .map(Finding::says)
            .toList();
  }
}
