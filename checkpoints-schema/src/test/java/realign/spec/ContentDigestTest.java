package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentDigestTest {
  @TempDir Path folder;
  private Path file = Path.of("");
  private Path sidecar = Path.of("");

  /** Keeps every digest; for this clock all files were written long ago. */
  private final ContentDigest keeping =
      new ContentDigest(new FileFacts(0, Clock.offset(Clock.systemUTC(), Duration.ofHours(1))));

  @BeforeEach
  void writeFile() throws IOException {
    file = Files.writeString(folder.resolve("rows.jsonl"), "rows");
    sidecar = folder.resolve(".rows.jsonl.digest.json");
  }

  @Test
  void isThatOfTheBytes() throws IOException {
    assertThat(keeping.file(file)).isEqualTo(Digest.of("rows"));
    assertThat(new ContentDigest().file(file)).isEqualTo(Digest.of("rows"));
  }

  @Test
  void isKeptBesideTheFileAndUsed() throws IOException {
    keeping.file(file);
    String other = Digest.of("other");
    Files.writeString(sidecar, Files.readString(sidecar).replace(Digest.of("rows"), other));
    assertThat(keeping.file(file)).isEqualTo(other);
  }

  @Test
  void aModelsChatTemplateBelongsToIt() throws IOException {
    String without = keeping.model(folder);
    Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages[0].content }}");
    assertThat(keeping.model(folder)).isNotEqualTo(without);
  }

  @Test
  void aSmallFileLeavesNoTrace() throws IOException {
    new ContentDigest().file(file);
    assertThat(folder).isDirectoryNotContaining("glob:**.digest.json");
  }

  @Test
  void anotherContentOfTheSameSizeAndTimeIsNoticed() throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    keeping.file(file);
    Files.writeString(file, "ROWS");
    Files.setLastModifiedTime(file, before);
    assertThat(keeping.file(file)).isEqualTo(Digest.of("ROWS"));
  }

  @Test
  void aReplacedFileIsNoticed() throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    keeping.file(file);
    Path fresh = Files.writeString(folder.resolve("fresh"), "SWOR");
    Files.setLastModifiedTime(fresh, before);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(keeping.file(file)).isEqualTo(Digest.of("SWOR"));
  }

  @Test
  void aFileJustWrittenIsNotKept() throws IOException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    new ContentDigest(new FileFacts(0, Clock.fixed(written.plusMillis(500), ZoneOffset.UTC)))
        .file(file);
    assertThat(sidecar).doesNotExist();
  }

  @Test
  void aDamagedSidecarIsOfNoAccount() throws IOException {
    keeping.file(file);
    for (String damage : new String[] {"", "{", "[]", "{\"digest\": 1}", "x".repeat(10_000)}) {
      Files.writeString(sidecar, damage);
      assertThat(keeping.file(file)).isEqualTo(Digest.of("rows"));
    }
  }

  @Test
  void aModelIsItsConfigTokenizerAndWeights() throws IOException {
    Path model = model("a", "weights");
    String digest = keeping.model(model);

    Files.writeString(model.resolve("README.md"), "not part of it");
    assertThat(keeping.model(model)).isEqualTo(digest);
    assertThat(keeping.model(model("b", "weights"))).as("at another place").isEqualTo(digest);
    assertThat(keeping.model(model("c", "other"))).isNotEqualTo(digest);
    Files.writeString(model.resolve("tokenizer_config.json"), "{}");
    assertThat(keeping.model(model)).isNotEqualTo(digest);
  }

  @Test
  void everyShardAndTheIndexCount() throws IOException {
    Path model = model("a", "weights");
    Path shard = Files.writeString(model.resolve("model-00002-of-00002.safetensors"), "more");
    Path index = Files.writeString(model.resolve("model.safetensors.index.json"), "{}");
    String digest = keeping.model(model);
    assertThat(keeping.model(model)).as("with kept digests").isEqualTo(digest);
    Files.writeString(shard, "MORE");
    String changed = keeping.model(model);
    assertThat(changed).isNotEqualTo(digest);
    Files.writeString(index, "[]");
    assertThat(keeping.model(model)).isNotEqualTo(changed);
  }

  /** Written down, because runs are named by it. */
  @Test
  void aModelsDigestIsThatOfTheObjectOfItsFiles() throws IOException {
    assertThat(keeping.model(model("a", "weights")))
        .isEqualTo(
            Digest.of(
                "{\"config.json\":\""
                    + Digest.of("{}")
                    + "\",\"model.safetensors\":\""
                    + Digest.of("weights")
                    + "\",\"tokenizer.json\":\""
                    + Digest.of("[]")
                    + "\"}"));
  }

  @Test
  void whatIsMissingIsNotDigested() {
    assertThatThrownBy(() -> keeping.file(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Path model(String name, String weights) throws IOException {
    Path model = Files.createDirectories(folder.resolve(name));
    Files.writeString(model.resolve("config.json"), "{}");
    Files.writeString(model.resolve("tokenizer.json"), "[]");
    Files.writeString(model.resolve("model.safetensors"), weights);
    return model;
  }
}
