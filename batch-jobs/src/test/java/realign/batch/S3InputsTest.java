package realign.batch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import realign.log.ScopeHead;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.ResolvedSpec;
import realign.spec.SpecReader;
import realign.store.FetchedInputs;
import realign.store.MemoryStore;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.S3Store;
import realign.testing.LocalS3;
import realign.training.Artefacts;

/** A run whose model and data lie in a bucket. */
class S3InputsTest {
  private final LocalS3 server = LocalS3.shared();
  private final String bucket = "s3://" + server.newBucket();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private Path inputs = Path.of("");
  private TinyRun tiny;

  @BeforeEach
  void aBucketOfInputs() throws IOException {
    tiny = new TinyRun(folder);
    inputs = tiny.specFile().resolveSibling("");
    Files.writeString(
        tiny.target(),
        "s3: {region: us-east-1, endpoint: '" + server.endpoint() + "'}\n",
        StandardOpenOption.APPEND);
    try (ObjectStore objects = new S3Store(bucket, server.settings());
        Stream<Path> files = Files.walk(inputs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = inputs.relativize(file).toString();
        if (!key.startsWith(".") && !key.contains("/.")) {
          objects.put(key, Payload.of(Files.readAllBytes(file)));
        }
      }
    }
  }

  private ResolvedSpec resolved(String text) {
    FetchedInputs fetched =
        new FetchedInputs(folder.resolve("command"), server.settings(), line -> {});
    return ResolvedSpec.resolve(
        SpecReader.ofRunSpec().text("one", text).value(), inputs, new ContentDigest(), fetched);
  }

  private ExitCode run(ObjectStore store, ResolvedSpec resolved, String work) {
    store.putIfAbsent(
        "runs/one/spec.json", Payload.of(resolved.json().getBytes(StandardCharsets.UTF_8)));
    RunRequest request =
        new RunRequest(
            store.address(),
            "one",
            List.of("load", "align-000"),
            null,
            tiny.target(),
            null,
            new Claims.Options(false, false, false, false),
            folder.resolve(work));
    Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));
    return Main.end(
        events,
        () -> new RunCommand(request).run(store, events, new StopSignal(), HaltPoints.NONE));
  }

  @Test
  void isTheRunFromAFolder() {
    String local = TinyRun.SPEC;
    String remote =
        local
            .replace("path: data/", "path: " + bucket + "/data/")
            .replace("lexicon: data/", "lexicon: " + bucket + "/data/")
            .replace("classifier: judge", "classifier: '" + bucket + "/judge'")
            .replace("{path: init}", "{path: '" + bucket + "/init/'}");
    ResolvedSpec fromBucket = resolved(remote);
    assertThat(fromBucket.identity()).isEqualTo(resolved(local).identity());
    assertThat(fromBucket.json()).contains(bucket + "/init/").doesNotContain(folder.toString());

    ObjectStore one = new MemoryStore();
    ObjectStore other = new MemoryStore();
    assertThat(run(one, resolved(local), "work-1"))
        .as(told.toString(StandardCharsets.UTF_8))
        .isEqualTo(ExitCode.DONE);
    assertThat(run(other, fromBucket, "work-2"))
        .as(told.toString(StandardCharsets.UTF_8))
        .isEqualTo(ExitCode.DONE);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("fetching " + bucket + "/init/");
    assertThat(digests(other)).isNotEmpty().isEqualTo(digests(one));
    assertThat(adapter(other)).isEqualTo(adapter(one));

    changedContentIsRefused(fromBucket);
  }

  /** Digests of what the alignment left; blobs also hold what it cost. */
  private static Map<String, String> digests(ObjectStore store) {
    return requireNonNull(ScopeHead.read(store, "one", "align-000").done()).digests();
  }

  private static ByteBuffer adapter(ObjectStore store) {
    return new StoredResults(store, "one").of("align-000").artefact(Artefacts.ADAPTER);
  }

  private void changedContentIsRefused(ResolvedSpec resolved) {
    try (ObjectStore objects = new S3Store(bucket, server.settings())) {
      objects.put("data/align.jsonl", Payload.of(new byte[] {'{', '}'}));
      told.reset();
      ObjectStore again = new MemoryStore();
      assertThat(run(again, resolved, "work-3")).isEqualTo(ExitCode.INVALID);
      assertThat(told.toString(StandardCharsets.UTF_8)).contains("RLN-121", "align.data.path");
      objects.delete("data/align.jsonl");
      assertThat(run(again, resolved, "work-3")).isIn(ExitCode.INVALID, ExitCode.NOT_FOUND);
      assertThat(told.toString(StandardCharsets.UTF_8)).contains("RLN-432");
    }
  }
}
