package realign.batch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.log.ScopeView;
import realign.spec.ExitCode;
import realign.store.ObjectStore;

/**
 * Processes that want the same scope: at once, paused, killed and followed. There is one history,
 * what was acknowledged is in it, and who rightfully follows is never turned away.
 *
 * <p>Nobody here can be waiting for a time-to-live: it is longer than these tests may take.
 */
@Timeout(110)
abstract class WritersRaceTest {
  private static final int HELD = ExitCode.HELD.number();
  private static final int KILLED = 137;

  @TempDir private Path folder;
  private StoreUnderTest place;
  private ObjectStore store;
  private final List<ChildJvm> children = new ArrayList<>();
  private final Map<String, String> acknowledged = new LinkedHashMap<>();

  /** A store of the kind that is tested, in a folder where it needs one. */
  abstract StoreUnderTest place(Path folder);

  /** How many processes at once the build can afford: children of some stores start slowly. */
  abstract int most();

  @BeforeEach
  void open() {
    place = place(folder);
    store = place.open();
  }

  @AfterEach
  void end() {
    children.forEach(ChildJvm::close);
    store.close();
  }

  private ChildJvm start(String name, String... options) {
    return start(Map.of(), name, options);
  }

  private ChildJvm start(Map<String, String> environment, String name, String... options) {
    Map<String, String> all = new LinkedHashMap<>(place.environment());
    all.putAll(environment);
    List<String> words = new ArrayList<>(List.of(place.address(), name));
    words.addAll(List.of(options));
    ChildJvm child = ChildJvm.quiet(LogChild.class, all, folder, words);
    children.add(child);
    return child;
  }

  /** Its exit code; what it said was durable is kept. */
  private int ended(ChildJvm child) {
    int code = child.awaitExit();
    acknowledged.putAll(ChildAttempts.acknowledged(child.lines()));
    return code;
  }

  /** All of what must hold when a scope of so many steps is finished. */
  private void oneHistory(long total) {
    assertThat(LogAudit.faults(store, LogChild.RUN, LogChild.SCOPE)).isEmpty();
    assertThat(LogAudit.lost(store, acknowledged)).isEmpty();
    assertThat(LogChild.differing(store, total)).isEmpty();
  }

  /** Writers of the steps of the finished scope, in order. */
  private List<String> writers() {
    return requireNonNull(ScopeView.result(store, LogChild.RUN, LogChild.SCOPE))
        .records("steps")
        .stream()
        .map(LogChild::writer)
        .toList();
  }

  private static ChildJvm say(ChildJvm child) {
    child.sayLine();
    return child;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void whoGetsTheScopeWorksAndGivesItUp(int processes) {
    List<ChildJvm> racers = racers(processes, "again", "steps=3", "total=24");
    for (ChildJvm racer : racers) {
      assertThat(ended(racer)).isZero();
    }
    oneHistory(24);
  }

  /** Started at once: all are up before any of them may claim. */
  private List<ChildJvm> racers(int processes, String... options) {
    assumeTrue(
        processes <= most() || Boolean.getBoolean("realign.races.all"),
        () -> processes + " processes at once: only with -Drealign.races.all=true");
    List<ChildJvm> racers = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      List<String> all = new ArrayList<>(List.of(options));
      all.add("go");
      racers.add(start("racer-" + i, all.toArray(String[]::new)));
    }
    racers.forEach(racer -> racer.awaitLine("ready"));
    racers.forEach(WritersRaceTest::say);
    return racers;
  }

  /** Each takes over at once what another holds: appends meet all the time. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void whoTakesTheScopeFromEachOtherLosesNothing(int processes) {
    List<ChildJvm> racers = racers(processes, "again", "force", "steps=4", "total=24");
    for (ChildJvm racer : racers) {
      assertThat(ended(racer)).isZero();
    }
    oneHistory(24);
    assertThat(LogAudit.of(store, LogChild.RUN, LogChild.SCOPE).entries("claim").size())
        .isGreaterThanOrEqualTo(processes > 2 ? 2 : 1);
  }

  /** Half of them are killed while they work or wait; the others finish. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5, 8})
  void whoIsKilledIsFollowed(int processes) {
    List<ChildJvm> racers = racers(processes, "again", "steps=5", "total=40");
    for (int i = 0; i < processes / 2; i++) {
      ChildJvm victim = racers.get(i);
      if (victim.says(CrashChild.ACKNOWLEDGED)) {
        victim.kill();
      }
    }
    for (ChildJvm racer : racers) {
      assertThat(ended(racer)).isIn(0, KILLED);
    }
    assertThat(racers.stream().filter(racer -> racer.awaitExit() == 0)).isNotEmpty();
    oneHistory(40);
  }

  @ParameterizedTest
  @CsvSource({
    "before-blob:5, force",
    "after-blob:5, force",
    "before-entry:4, force",
    "after-entry:4, force",
    "before-delete:1, force",
    "before-entry:4, ttl=500",
    "after-entry:4, ttl=500"
  })
  void whoWakesAfterItsSuccessorEndsAndLeavesNothing(String point, String option) {
    ChildJvm sleeper = start("sleeper", "pause=" + point, "total=20");
    sleeper.awaitStopped();
    assertThat(ended(start("successor", option, "steps=5", "total=20"))).isZero();
    List<String> log = keys("log/");

    sleeper.wake();
    assertThat(ended(sleeper)).isEqualTo(HELD);
    assertThat(sleeper.lines()).anyMatch(line -> line.contains("RLN-411"));
    assertThat(keys("log/")).isEqualTo(log);

    assertThat(ended(start("last", "total=20"))).isZero();
    oneHistory(20);
    List<String> writers = writers();
    assertThat(writers).containsSubsequence("sleeper", "successor", "last");
    assertThat(writers.lastIndexOf("sleeper")).isLessThan(writers.indexOf("successor"));
  }

  private List<String> keys(String folder) {
    return store.list("runs/" + LogChild.RUN + "/" + LogChild.SCOPE + "/" + folder, "", 1000);
  }

  @Test
  void whoFollowsAKilledOneOfThisHostClaimsAtOnce() {
    for (int i = 0; i < 6; i++) {
      ChildJvm successor = start("successor", "go", "steps=2", "total=40");
      successor.awaitLine("ready");
      ChildJvm victim = start("victim-" + i, "total=40");
      victim.awaitLine(CrashChild.ACKNOWLEDGED);
      victim.kill();
      say(successor);
      assertThat(ended(successor)).isZero();
      assertThat(ended(victim)).isIn(KILLED, 0);
    }
    assertThat(ended(start("last", "total=40"))).isZero();
    oneHistory(40);
  }

  @Test
  void aPodOfTheSameJobAndIndexClaimsAtOnceAndOfAnotherDoesNot() {
    ChildJvm first = start(pod("job-1", "0"), "first", "steps=2", "total=9", "linger");
    first.awaitLine("lingers");
    assertThat(ended(start(pod("job-1", "1"), "other-index", "total=9"))).isEqualTo(HELD);
    assertThat(ended(start(pod("job-2", "0"), "other-job", "total=9"))).isEqualTo(HELD);
    assertThat(ended(start(pod("job-1", "0"), "second", "steps=2", "total=9"))).isZero();
    assertThat(ended(say(first))).isEqualTo(HELD);

    assertThat(ended(start("last", "total=9"))).isZero();
    oneHistory(9);
    assertThat(new HashSet<>(writers())).isEqualTo(Set.of("first", "second", "last"));
    List<JsonNode> claims = LogAudit.of(store, LogChild.RUN, LogChild.SCOPE).entries("claim");
    assertThat(claims)
        .extracting(claim -> claim.at("/holder/jobUid").asText())
        .containsExactly("job-1", "job-1", "null");
  }

  private static Map<String, String> pod(String job, String index) {
    return Map.of("REALIGN_JOB_UID", job, "JOB_COMPLETION_INDEX", index);
  }
}
