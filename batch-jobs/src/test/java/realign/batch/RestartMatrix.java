package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;
import realign.store.HaltPoint;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.ObjectStores;

/**
 * Every point at which a process can be halted, each in a process of its own, and random kills. Not
 * run with the other tests, since it takes most of an hour: {@code scripts/restart-matrix} does.
 *
 * <p>{@code REALIGN_MATRIX_EVERY=n} takes every n-th point, {@code REALIGN_MATRIX_KILLS=n} makes n
 * runs under random kills, {@code REALIGN_MATRIX_SEED=n} repeats them.
 */
class RestartMatrix {
  @TempDir static Path folder;

  private static TinyRun tiny;
  private static List<String> expected;
  private static final List<String> points = new ArrayList<>();
  private static long undisturbedNanos;

  @BeforeAll
  static void undisturbedRun() {
    tiny = new TinyRun(folder);
    Map<String, Integer> passed = new LinkedHashMap<>();
    HaltPoints recorder =
        (moment, scope, stage, position) -> {
          synchronized (passed) {
            String here = word(moment.toString()) + " " + word(scope) + " " + word(stage);
            points.add("halt " + here + " " + passed.merge(here, 1, Integer::sum));
          }
        };
    CountingStore undisturbed = new CountingStore(new MemoryStore());
    tiny.submit(undisturbed);
    long start = System.nanoTime();
    tiny.run(undisturbed, new StopSignal(), recorder);
    undisturbedNanos = System.nanoTime() - start;
    expected = tiny.results(undisturbed);
    for (HaltPoint.Moment moment : HaltPoint.Moment.values()) {
      for (int nth = 1; nth <= undisturbed.count(moment); nth++) {
        points.add("store " + new HaltPoint(moment, nth));
      }
    }
  }

  private static String word(String text) {
    return text.isEmpty() ? "." : text;
  }

  @TestFactory
  Stream<DynamicTest> everyPoint() {
    int every = setting("REALIGN_MATRIX_EVERY", 1);
    return Stream.iterate(0, i -> i < points.size(), i -> i + every)
        .map(points::get)
        .map(point -> DynamicTest.dynamicTest(point, () -> haltedAt(point)));
  }

  private void haltedAt(String point) throws IOException {
    String address = address();
    try (ObjectStore store = ObjectStores.open(address)) {
      tiny.submit(store);
      try (ChildJvm child = start(address, point)) {
        // Back pressure may skip saves, so that a late point is not reached; the end counts all the
        // same.
        assertThat(child.awaitExit()).as(point).isIn(137, ExitCode.BLOCKED.number());
      }
      finish(store);
    }
  }

  @TestFactory
  Stream<DynamicTest> randomKills() {
    int seed = setting("REALIGN_MATRIX_SEED", (int) (System.nanoTime() & 0xffff));
    return Stream.iterate(seed, each -> each + 1)
        .limit(setting("REALIGN_MATRIX_KILLS", 10))
        .map(each -> DynamicTest.dynamicTest("kills of seed " + each, () -> killed(each)));
  }

  /** Kills process after process until one comes to the end. */
  private void killed(int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    String address = address();
    try (ObjectStore store = ObjectStores.open(address)) {
      tiny.submit(store);
      int code = 137;
      while (code == 137) {
        try (ChildJvm child = start(address, "nowhere")) {
          child.awaitLine("\"event\"");
          LockSupport.parkNanos(random.nextLong(undisturbedNanos));
          child.kill();
          code = child.awaitExit();
        }
      }
      assertThat(code).isEqualTo(ExitCode.BLOCKED.number());
      finish(store);
    }
  }

  private static String address() throws IOException {
    return "file:" + Files.createTempDirectory(folder, "store");
  }

  private static ChildJvm start(String address, String point) {
    List<String> arguments =
        new ArrayList<>(
            List.of(address, tiny.target().toString(), tiny.work().toString(), "force"));
    for (String word : point.split(" ", -1)) {
      arguments.add(word.equals(".") ? "" : word);
    }
    return ChildJvm.start(RestartChild.class, Map.of(), arguments.toArray(String[]::new));
  }

  private static void finish(ObjectStore store) {
    assertThat(tiny.run(store, new StopSignal(), HaltPoints.NONE).code())
        .isEqualTo(ExitCode.BLOCKED);
    assertThat(tiny.results(store)).isEqualTo(expected);
  }

  private static int setting(String name, int byDefault) {
    String given = System.getenv(name);
    return given == null ? byDefault : Integer.parseInt(given);
  }
}
