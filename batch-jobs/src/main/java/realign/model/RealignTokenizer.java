package realign.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model directory's tokenizer: text to ids and back. Never cuts and never pads a text, whatever
 * its file says.
 */
public final class RealignTokenizer implements AutoCloseable {
  private static final Map<String, String> OPTIONS =
      Map.of("truncation", "DO_NOT_TRUNCATE", "padding", "DO_NOT_PAD");

  private final HuggingFaceTokenizer tokenizer;
  private final int size;
  private final @Nullable Integer bos;
  private final int eos;
  private final String eosToken;
  private final @Nullable Integer pad;
  private final ChatSource chat;

  private RealignTokenizer(
      HuggingFaceTokenizer tokenizer, Path directory, Map<String, Integer> ids) {
    ObjectNode settings = JsonFile.readIfPresent(directory.resolve("tokenizer_config.json"));
    ObjectNode config = JsonFile.readIfPresent(directory.resolve("config.json"));
    this.tokenizer = tokenizer;
    this.size = 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    this.bos = special("bos", settings, config, ids);
    this.pad = special("pad", settings, config, ids);
    Integer end = special("eos", settings, config, ids);
    if (end == null) {
      throw ModelProblem.TOKENIZER.of(
          directory.resolve("tokenizer_config.json") + " eos_token",
          "missing",
          "Name the token that ends an answer");
    }
    this.eos = end;
    this.eosToken = text(end, ids);
    this.chat = ChatSource.read(directory, settings, specials(settings, config, ids));
  }

  /**
   * Reads {@code tokenizer.json}, {@code tokenizer_config.json} and {@code config.json}.
   *
   * @throws realign.spec.ProblemException when there is no usable tokenizer or when it has ids that
   *     the model does not have
   */
  public static RealignTokenizer load(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    ObjectNode definition = JsonFile.read(file);
    Map<String, Integer> ids = ids(definition);
    requireFits(directory, file, ids);
    Engine.goOffline();
    try {
      byte[] json = JsonFile.bytes(definition);
      return new RealignTokenizer(
          HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), OPTIONS),
          directory,
          ids);
    } catch (IOException e) {
      throw ModelProblem.NO_FILE.of(file.toString(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      if (e instanceof realign.spec.ProblemException) {
        throw e;
      }
      throw ModelProblem.TOKENIZER.of(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  /** Every token with its id: the model's vocabulary (a map, or a list with scores), then added. */
  private static Map<String, Integer> ids(ObjectNode definition) {
    Map<String, Integer> ids = new HashMap<>();
    JsonNode vocabulary = definition.path("model").path("vocab");
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      ids.put(entry.getKey(), entry.getValue().asInt());
    }
    for (int id = 0; vocabulary.isArray() && id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id).path(0).asText(), id);
    }
    for (JsonNode added : definition.path("added_tokens")) {
      ids.put(added.path("content").asText(), added.path("id").asInt());
    }
    return ids;
  }

  private static void requireFits(Path directory, Path file, Map<String, Integer> ids) {
    int size = JsonFile.readIfPresent(directory.resolve("config.json")).path("vocab_size").asInt(0);
    for (Map.Entry<String, Integer> entry : ids.entrySet()) {
      if (size > 0 && (entry.getValue() >= size || entry.getValue() < 0)) {
        throw ModelProblem.TOKENIZER.of(
            file.toString(),
            "id " + entry.getValue() + " of " + entry.getKey() + " (vocab_size " + size + ")");
      }
    }
  }

  /** By the token's name where the tokenizer gives one, else by the model's id. */
  private static @Nullable Integer special(
      String name, ObjectNode settings, ObjectNode config, Map<String, Integer> ids) {
    Integer named = ids.get(content(settings.path(name + "_token")));
    if (named != null) {
      return named;
    }
    JsonNode id = config.path(name + "_token_id");
    JsonNode first = id.isArray() ? id.path(0) : id;
    return first.isInt() && ids.containsValue(first.intValue()) ? first.intValue() : null;
  }

  private static String content(JsonNode token) {
    return token.isObject() ? token.path("content").asText() : token.asText("");
  }

  /** Of a token that the settings call null, templates know nothing, whatever the model says. */
  private static Map<String, String> specials(
      ObjectNode settings, ObjectNode config, Map<String, Integer> ids) {
    Map<String, String> specials = new HashMap<>();
    for (String name : List.of("bos", "eos", "unk", "pad", "sep", "cls", "mask")) {
      JsonNode token = settings.path(name + "_token");
      Integer id = token.isMissingNode() ? special(name, settings, config, ids) : null;
      String text = id == null ? content(token) : text(id, ids);
      if (!text.isEmpty() && !token.isNull()) {
        specials.put(name + "_token", text);
      }
    }
    return specials;
  }

  private static String text(int id, Map<String, Integer> ids) {
    return ids.entrySet().stream()
        .filter(entry -> entry.getValue() == id)
        .map(Map.Entry::getKey)
        .min(String::compareTo)
        .orElseThrow();
  }

  /** Ids of a text, with or without the special tokens that the tokenizer adds around it. */
  public int[] encode(String text, boolean addSpecial) {
    return Arrays.stream(tokenizer.encode(text, addSpecial, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /** The text of ids; special tokens shown or left out. */
  public String decode(int[] ids, boolean skipSpecial) {
    return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecial);
  }

  /** One more than the largest id, added tokens included. */
  public int size() {
    return size;
  }

  /** Id that begins a text, if any. */
  public @Nullable Integer bos() {
    return bos;
  }

  /** Id that ends an answer. */
  public int eos() {
    return eos;
  }

  /** The text of {@link #eos()}, appended to training targets. */
  public String eosToken() {
    return eosToken;
  }

  /** Id that fills rows in other programs, if any. */
  public @Nullable Integer pad() {
    return pad;
  }

  /** The model's chat template, if any, and the special tokens that it may name. */
  public ChatSource chat() {
    return chat;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
