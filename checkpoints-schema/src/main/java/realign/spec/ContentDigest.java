package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Digests of inputs by their content, so that a run's identity does not depend on where its data
 * lie. The digest of a large file is kept beside it in {@code .NAME.digest.json} where the folder
 * can be written; it counts only while the file's {@link FileStamp} is the same.
 */
public final class ContentDigest {
  private static final long CACHED_FROM = 16L << 20;

  /** What makes a model: configuration, tokenizer, weights. Other files do not change numbers. */
  private static final Pattern MODEL_FILES =
      Pattern.compile(
          "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer\\.model"
              + "|tokenizer_config\\.json|special_tokens_map\\.json|added_tokens\\.json"
              + "|vocab\\.json|vocab\\.txt|merges\\.txt|chat_template\\.jinja"
              + "|.*\\.safetensors|.*\\.safetensors\\.index\\.json");

  private final long cachedFrom;
  private final Clock clock;

  /** Digests that keep those of large files beside them. */
  public ContentDigest() {
    this(CACHED_FROM, Clock.systemUTC());
  }

  ContentDigest(long cachedFrom, Clock clock) {
    this.cachedFrom = cachedFrom;
    this.clock = clock;
  }

  /** Digest of what lies at a place. */
  public String of(Path place, Setting.Input input) throws IOException {
    return input == Setting.Input.MODEL ? model(place) : file(place);
  }

  /**
   * Digest of a model's folder: that of the canonical JSON object from file name to file digest,
   * over configuration, tokenizer and safetensors files.
   */
  public String model(Path folder) throws IOException {
    ObjectNode digests = JsonNodeFactory.instance.objectNode();
    for (Path file : modelFiles(folder)) {
      digests.put(file.getFileName().toString(), file(file));
    }
    return Digest.of((JsonNode) digests);
  }

  private static List<Path> modelFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> MODEL_FILES.matcher(f.getFileName().toString()).matches())
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Digest of a file's bytes. */
  public String file(Path file) throws IOException {
    Optional<FileStamp> stamp =
        Files.size(file) < cachedFrom ? Optional.empty() : FileStamp.of(file);
    if (stamp.isEmpty()) {
      return compute(file);
    }
    DigestSidecar sidecar = DigestSidecar.of(file);
    Optional<String> known = sidecar.read(stamp.get());
    return known.isPresent() ? known.get() : computeAndKeep(file, stamp.get(), sidecar);
  }

  private String computeAndKeep(Path file, FileStamp before, DigestSidecar sidecar)
      throws IOException {
    boolean settled = before.settledAt(clock.instant());
    String digest = compute(file);
    if (settled && FileStamp.of(file).equals(Optional.of(before))) {
      sidecar.write(before, digest);
    }
    return digest;
  }

  private static String compute(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return Digest.of(stream);
    }
  }
}
