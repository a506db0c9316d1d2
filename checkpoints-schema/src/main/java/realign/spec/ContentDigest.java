package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Digests of inputs by their content, so that a run's identity does not depend on where its data
 * lie. The digest of a large file is kept beside it, see {@link FileFacts}.
 */
public final class ContentDigest {
  /** What makes a model: configuration, tokenizer, weights. Other files do not change numbers. */
  private static final Pattern MODEL_FILES =
      Pattern.compile(
          "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer\\.model"
              + "|tokenizer_config\\.json|special_tokens_map\\.json|added_tokens\\.json"
              + "|vocab\\.json|vocab\\.txt|merges\\.txt|chat_template\\.jinja"
              + "|.*\\.safetensors|.*\\.safetensors\\.index\\.json");

  private final FileFacts facts;

  /** Whether a file of that name is part of a model's content. */
  public static boolean isModelFile(String name) {
    return MODEL_FILES.matcher(name).matches() && !name.startsWith(".");
  }

  /** Digests that keep those of large files beside them. */
  public ContentDigest() {
    this(new FileFacts());
  }

  ContentDigest(FileFacts facts) {
    this.facts = facts;
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
      return files.filter(f -> isModelFile(f.getFileName().toString())).sorted().toList();
    }
  }

  /** Digest of a file's bytes. */
  public String file(Path file) throws IOException {
    return facts.get(file, "digest", Digest::isDigest, ContentDigest::compute);
  }

  private static String compute(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return Digest.of(stream, Files.size(file));
    }
  }
}
