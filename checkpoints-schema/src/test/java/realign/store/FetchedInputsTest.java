package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.Setting.Input;
import realign.testing.FaultyNetwork;
import realign.testing.FaultyNetwork.Cut;
import realign.testing.LocalS3;

/** Inputs of a bucket, fetched into a folder. */
class FetchedInputsTest {
  private final LocalS3 server = LocalS3.shared();
  private final String bucket = "s3://" + server.newBucket();
  private final ObjectStore objects = new S3Store(bucket, server.settings());
  private final List<String> told = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  private FetchedInputs inputs() {
    return inputs(server.endpoint());
  }

  private FetchedInputs inputs(String endpoint) {
    return new FetchedInputs(folder, LocalS3.settings(endpoint), told::add);
  }

  private void put(String key, String text) {
    objects.put(key, ObjectStoreConformance.bytes(text));
  }

  private byte[] putLarge(String key) {
    byte[] bytes = new byte[5_000_000];
    new Random(3).nextBytes(bytes);
    objects.put(key, Payload.of(bytes));
    return bytes;
  }

  @Test
  void whatDidNotChangeIsNotFetchedAgain() throws IOException {
    put("data/rows.jsonl", "one");
    String place = bucket + "/data/rows.jsonl";
    Path copy = inputs().fetch(place, Input.FILE);
    assertThat(copy).hasContent("one").isEqualTo(inputs().place(place));
    assertThat(told).containsExactly("fetching " + place + " 0 %", "fetching " + place + " 100 %");
    told.clear();
    assertThat(inputs().fetch(place, Input.FILE)).hasContent("one");
    assertThat(told).isEmpty();

    put("data/rows.jsonl", "two"); // of the same size
    assertThat(inputs().fetch(place, Input.FILE)).hasContent("two");
    Files.writeString(copy, "shorter or longer");
    assertThat(inputs().fetch(place, Input.FILE)).hasContent("two");
  }

  @Test
  void aVersionStaysAsLongAsTheFilesThatCountAndFetchesNothing() {
    put("m/config.json", "{}");
    put("m/model.safetensors", "weights");
    String place = bucket + "/m";
    String version = inputs().version(place, Input.MODEL);
    put("m/README.md", "text");
    FetchedInputs fetching = inputs();
    assertThat(fetching.version(place, Input.MODEL)).isEqualTo(version);
    assertThat(told).isEmpty();
    fetching.fetch(place, Input.MODEL);
    assertThat(fetching.fetchedVersion(place)).isEqualTo(version);
    put("m/model.safetensors", "WEIGHTS"); // of the same size
    assertThat(inputs().version(place, Input.MODEL)).isNotEqualTo(version);
    assertThat(fetching.fetchedVersion(place)).isEqualTo(version);
    assertThat(inputs().version(bucket + "/m/config.json", Input.FILE)).isNotEqualTo(version);
  }

  @Test
  void aModelIsTheFilesThatCount() {
    put("m/config.json", "{}");
    put("m/model.safetensors", "weights");
    put("m/old.safetensors", "weights");
    put("m/README.md", "text");
    put("m/below/config.json", "another");
    put("m/rows.jsonl", "rows");
    Path rows = inputs().fetch(bucket + "/m/rows.jsonl", Input.FILE);
    for (String place : List.of(bucket + "/m", bucket + "/m/")) {
      Path copy = inputs().fetch(place, Input.MODEL);
      assertThat(copy.resolve("model.safetensors")).hasContent("weights");
      assertThat(copy.resolve("README.md")).doesNotExist();
      assertThat(copy.resolve("below")).doesNotExist();
    }
    objects.delete("m/old.safetensors");
    Path copy = inputs().fetch(bucket + "/m", Input.MODEL);
    assertThat(copy.resolve("old.safetensors")).doesNotExist();
    assertThat(rows).hasContent("rows");
  }

  @Test
  void whatBreaksGoesOnWhereItWas() throws Exception {
    byte[] bytes = putLarge("large.bin");
    try (FaultyNetwork network = new FaultyNetwork(server.port())) {
      network.plan(2, "GET", "/large.bin", Cut.ANSWER_TRUNCATED);
      Path copy = inputs(network.endpoint()).fetch(bucket + "/large.bin", Input.FILE);
      assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
      assertThat(told.stream().filter(line -> line.endsWith(" 0 %"))).hasSize(1);
      assertThat(told).anyMatch(line -> line.endsWith(" 75 %")); // half, and half of the rest
    }
  }

  @Test
  void whatWasLeftInTheMiddleIsGoneOnWithByAnotherProcess() throws Exception {
    byte[] bytes = putLarge("large.bin");
    try (FaultyNetwork network = new FaultyNetwork(server.port())) {
      network.always("GET", "/large.bin", Cut.ANSWER_TRUNCATED);
      FetchedInputs cut = inputs(network.endpoint());
      assertThatThrownBy(() -> cut.fetch(bucket + "/large.bin", Input.FILE))
          .hasMessageContaining("the connection broke too often")
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.STORE_UNAVAILABLE));
    }
    told.clear();
    Path copy = inputs().fetch(bucket + "/large.bin", Input.FILE);
    assertThat(Files.readAllBytes(copy)).isEqualTo(bytes);
    assertThat(told.get(0)).endsWith(" 96 %");
  }

  @Test
  void aPartOfAnotherVersionIsThrownAway() throws Exception {
    putLarge("large.bin");
    try (FaultyNetwork network = new FaultyNetwork(server.port())) {
      network.always("GET", "/large.bin", Cut.ANSWER_TRUNCATED);
      FetchedInputs cut = inputs(network.endpoint());
      assertThatThrownBy(() -> cut.fetch(bucket + "/large.bin", Input.FILE));
    }
    put("large.bin", "another");
    assertThat(inputs().fetch(bucket + "/large.bin", Input.FILE)).hasContent("another");
  }

  @Test
  void manyMayFillItAtOnce() throws Exception {
    byte[] bytes = putLarge("large.bin");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> copies = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        copies.add(threads.submit(() -> inputs().fetch(bucket + "/large.bin", Input.FILE)));
      }
      for (Future<Path> copy : copies) {
        assertThat(Files.readAllBytes(copy.get())).isEqualTo(bytes);
      }
      assertThat(told.stream().filter(line -> line.endsWith(" 100 %"))).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsMissingSaysSo() {
    put("rows.jsonl.gz", "x");
    for (Input input : List.of(Input.FILE, Input.MODEL)) {
      assertThatThrownBy(() -> inputs().fetch(bucket + "/rows.jsonl", input))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NOT_FOUND))
          .hasMessageContaining(bucket + "/rows.jsonl")
          .hasMessageContaining("RLN-432");
    }
    assertThatThrownBy(() -> inputs().fetch("s3://no-such-bucket-here/x", Input.FILE))
        .hasMessageContaining("no-such-bucket-here must exist");
    for (String place : List.of("s3://b", "s3://" + "bucket/../x", "s3://bucket/a//b")) {
      assertThatThrownBy(() -> inputs().fetch(place, Input.FILE)).hasMessageContaining("RLN-433");
    }
  }
}
