package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.Digest;

/** What every store must do; the protocol of the log relies on each of these and on no more. */
abstract class ObjectStoreConformance {
  private static final int WRITERS = 16;

  ObjectStore store = new MemoryStore();

  abstract ObjectStore newStore() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = newStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  static Payload bytes(String text) {
    return Payload.of(text.getBytes(StandardCharsets.UTF_8));
  }

  String text(String key) {
    return new String(store.get(key).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsAbsentIsCreatedOnce() {
    assertThat(created("a/b", "first")).isTrue();
    assertThat(store.putIfAbsent("a/b", bytes("second"))).isFalse();
    assertThat(text("a/b")).isEqualTo("first");
  }

  @Test
  void whatWasDeletedMayBeCreatedAgain() {
    store.putIfAbsent("a/b", bytes("first"));
    store.delete("a/b");
    assertThat(store.get("a/b")).isEmpty();
    assertThat(created("a/b", "second")).isTrue();
  }

  /** What a store's transport sent twice, because an answer was lost, meets its own object. */
  private boolean created(String key, String content) {
    return store.putIfAbsent(key, bytes(content)) || text(key).equals(content);
  }

  @Test
  void ofSixteenWritersOneCreates() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < 20; round++) {
        assertThat(race(writers, "race/" + round)).as("round %d", round).hasSize(1);
      }
    } finally {
      writers.shutdownNow();
    }
  }

  /** Names of the writers that were told that they created the object. */
  private List<String> race(ExecutorService writers, String key) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> outcomes = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String content = "writer " + i;
      outcomes.add(
          writers.submit(
              () -> {
                start.await();
                return created(key, content);
              }));
    }
    start.countDown();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      if (outcomes.get(i).get()) {
        created.add("writer " + i);
      }
    }
    assertThat(created).contains(text(key));
    return created;
  }

  @Test
  void putReplacesTheWhole() {
    store.put("a", bytes("a long text"));
    store.put("a", bytes("short"));
    assertThat(text("a")).isEqualTo("short");
  }

  @Test
  void aReaderNeverSeesAPartOfAnObject() throws Exception {
    String[] texts = {"x".repeat(100_000), "y".repeat(50_000)};
    store.put("a", bytes(texts[0]));
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> writes =
          writer.submit(
              () -> {
                for (int i = 0; i < 40; i++) {
                  store.put("a", bytes(texts[i % 2]));
                }
              });
      while (!writes.isDone()) {
        assertThat(text("a")).isIn((Object[]) texts);
      }
      writes.get();
    } finally {
      writer.shutdownNow();
    }
  }

  @Test
  void emptyAndLargeObjects() {
    byte[] large = new byte[3_000_001];
    large[3_000_000] = 7;
    store.put("empty", bytes(""));
    assertThat(store.getRange("empty", 0, 5).orElseThrow()).isEmpty();
    store.put("large", Payload.of(List.of(ByteBuffer.wrap(large), ByteBuffer.wrap(large))));
    assertThat(store.get("empty").orElseThrow()).isEmpty();
    assertThat(store.get("large").orElseThrow()).hasSize(6_000_002).endsWith(7);
  }

  /** Large ones are sent in parts by some stores. */
  @Test
  void aVeryLargeObjectArrivesWholeAndOnce() throws IOException {
    byte[] large = new byte[(64 << 20) + 5];
    new Random(1).nextBytes(large);
    List<ByteBuffer> pieces =
        List.of(
            ByteBuffer.wrap(large, 0, 7),
            ByteBuffer.wrap(large, 7, (32 << 20) - 3),
            ByteBuffer.wrap(large, (32 << 20) + 4, large.length - (32 << 20) - 4));
    assertThat(store.putIfAbsent("v/large", Payload.of(pieces))).isTrue();
    assertThat(store.putIfAbsent("v/large", Payload.of(new byte[(32 << 20) + 1]))).isFalse();
    try (InputStream in = store.open("v/large").orElseThrow()) {
      assertThat(Digest.of(in, large.length)).isEqualTo(Digest.of(large));
    }
    assertThat(store.getRange("v/large", (32L << 20) - 2, 5).orElseThrow())
        .isEqualTo(Arrays.copyOfRange(large, (32 << 20) - 2, (32 << 20) + 3));
    store.put("v/large", Payload.of(pieces).part(3, (32 << 20) + 9));
    assertThat(Digest.of(store.get("v/large").orElseThrow()))
        .isEqualTo(Digest.of(Arrays.copyOfRange(large, 3, (32 << 20) + 12)));
    assertThat(store.list("v/", "", 10)).containsExactly("v/large");
  }

  @Test
  void whatIsAbsentIsEmpty() {
    assertThat(store.get("a/b")).isEmpty();
    assertThat(store.open("a/b")).isEmpty();
    assertThat(store.getRange("a/b", 0, 1)).isEmpty();
    store.put("a/b", bytes("x"));
    assertThat(store.get("a")).isEmpty();
    assertThat(store.get("a/b/c")).isEmpty();
    store.delete("a/c");
    store.delete("a");
    assertThat(text("a/b")).isEqualTo("x");
  }

  @Test
  void ranges() {
    store.put("a", bytes("0123456789"));
    assertThat(store.getRange("a", 0, 3).orElseThrow()).asString().isEqualTo("012");
    assertThat(store.getRange("a", 8, 5).orElseThrow()).asString().isEqualTo("89");
    assertThat(store.getRange("a", 3, 0).orElseThrow()).isEmpty();
    assertThat(store.getRange("a", 10, 5).orElseThrow()).isEmpty();
    assertThat(store.getRange("a", 10, 0).orElseThrow()).isEmpty();
    assertThat(store.getRange("b", 0, 0)).isEmpty();
    assertThat(store.getRange("a", 1L << 40, 5).orElseThrow()).isEmpty();
    assertThatThrownBy(() -> store.getRange("a", -1, 5)).hasMessageContaining("negative");
    assertThatThrownBy(() -> store.getRange("a", 0, -5)).hasMessageContaining("negative");
  }

  @Test
  void streams() throws IOException {
    store.put("a", bytes("0123456789"));
    try (InputStream in = store.open("a").orElseThrow()) {
      assertThat(in.readNBytes(4)).asString().isEqualTo("0123");
      assertThat(in.readAllBytes()).asString().isEqualTo("456789");
    }
    store.put("b", Payload.of(new byte[5_000_000]));
    try (InputStream in = store.open("b").orElseThrow()) {
      assertThat(in.read()).isZero(); // and closes in the middle
    }
    assertThat(text("a")).isEqualTo("0123456789");
  }

  @Test
  void listsAscendByTheWholeKey() {
    List<String> keys =
        List.of("a", "b-1/x", "b.c/x", "b/0000000002", "b/0000000010", "b/c/d", "b0/x", "c");
    new ArrayList<>(keys)
        .stream().sorted((x, y) -> y.compareTo(x)).forEach(k -> store.put(k, bytes(k)));
    assertThat(store.list("", "", 100)).isEqualTo(List.copyOf(new TreeSet<>(keys)));
    assertThat(store.list("b/", "", 100)).containsExactly("b/0000000002", "b/0000000010", "b/c/d");
    assertThat(store.list("b", "b.c/x", 2)).containsExactly("b/0000000002", "b/0000000010");
    assertThat(store.list("b/00", "b/0000000002", 100)).containsExactly("b/0000000010");
    assertThat(store.list("b/", "b/0000000002", 1)).containsExactly("b/0000000010");
    assertThat(store.list("b/", "b/~", 100)).isEmpty();
    assertThat(store.list("", "b/~", 1)).containsExactly("b0/x");
    assertThat(store.list("b/", "a", 1)).containsExactly("b/0000000002");
    assertThat(store.list("b", "", 0)).isEmpty();
    assertThat(store.list("nothing/", "", 100)).isEmpty();
  }

  @Test
  void aListGoesOnPageByPage() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 57; i++) {
      String key = "p/" + (i % 5) + "/" + String.format(java.util.Locale.ROOT, "%03d", i);
      keys.add(key);
      store.put(key, bytes("x"));
    }
    List<String> listed = new ArrayList<>();
    List<String> page = store.list("p/", "", 10);
    while (!page.isEmpty()) {
      listed.addAll(page);
      page = store.list("p/", page.get(page.size() - 1), 10);
    }
    assertThat(listed).isEqualTo(List.copyOf(new TreeSet<>(keys)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        "../a",
        "a/./b",
        ".hidden",
        "a/.hidden",
        "a b",
        "a\\b",
        "a\0b",
        "C:/a",
        "ä",
        "a\n"
      })
  void aKeyThatIsNoneIsRefused(String key) {
    assertThatThrownBy(() -> store.put(key, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.putIfAbsent(key, bytes("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store.list("", "", 10)).isEmpty();
  }

  @Test
  void itStandsTheProbe() {
    ObjectStores.probe(store);
    assertThat(store.list("", "", 10)).isEmpty();
  }
}
