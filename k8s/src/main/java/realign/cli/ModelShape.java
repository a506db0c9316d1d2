package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.LoraSpec;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Sizes of a decoder as {@code config.json} gives them; enough to count parameters, to a per cent.
 * Not for building the model, which the batch program does.
 *
 * @param hidden width D
 * @param layers number of layers
 * @param queries width of all query heads together
 * @param keys width of all key (and value) heads together
 * @param inner width of the feed-forward part
 * @param vocabulary number of tokens V
 * @param gated whether the feed-forward part has a third matrix
 * @param tied whether the output matrix is the embedding
 */
record ModelShape(
    long hidden,
    long layers,
    long queries,
    long keys,
    long inner,
    long vocabulary,
    boolean gated,
    boolean tied) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Families that tie the two where their configuration says nothing. */
  private static final Set<String> TIED = Set.of("gemma2", "gpt2", "opt");

  /** Families without a gate. */
  private static final Set<String> PLAIN = Set.of("gpt2", "opt");

  static ModelShape of(Path folder) {
    Path file = folder.resolve("config.json");
    try {
      return of(file, JSON.readTree(file.toFile()));
    } catch (IOException unreadable) {
      throw invalid(file, "config.json", null, "must be readable JSON");
    }
  }

  private static ModelShape of(Path file, JsonNode json) {
    String family = json.path("model_type").asText("");
    long hidden = size(file, json, "hidden_size", "n_embd");
    long heads = size(file, json, "num_attention_heads", "n_head");
    long head = json.hasNonNull("head_dim") ? size(file, json, "head_dim") : hidden / heads;
    long keyHeads =
        json.hasNonNull("num_key_value_heads") ? size(file, json, "num_key_value_heads") : heads;
    return new ModelShape(
        hidden,
        size(file, json, "num_hidden_layers", "n_layer"),
        heads * head,
        keyHeads * head,
        family.equals("gpt2") && !json.hasNonNull("n_inner")
            ? 4 * hidden
            : size(file, json, "intermediate_size", "ffn_dim", "n_inner"),
        size(file, json, "vocab_size"),
        !PLAIN.contains(family),
        json.path("tie_word_embeddings").asBoolean(TIED.contains(family)));
  }

  /** All parameters: embedding, layers, norms, output. */
  long parameters() {
    return body() + (tied ? 0 : vocabulary * hidden);
  }

  /** The same without an output matrix: of a model that scores a few labels. */
  long body() {
    long attention = 2 * hidden * queries + 2 * hidden * keys;
    long feedForward = (gated ? 3 : 2) * hidden * inner;
    return vocabulary * hidden + layers * (attention + feedForward + 2 * hidden) + hidden;
  }

  /** Parameters of an adapter: A is [rank, in], B is [out, rank] at each projection. */
  long parameters(LoraSpec lora) {
    return layers * lora.targets().stream().mapToLong(t -> lora.rank() * inAndOut(t)).sum();
  }

  /** Sum of both sides of a projection, by any family's name for it. */
  private long inAndOut(String projection) {
    return switch (projection) {
      case "all-linear" -> all();
      case "q_proj", "o_proj", "out_proj" -> hidden + queries;
      case "k_proj", "v_proj" -> hidden + keys;
      case "gate_proj", "up_proj", "down_proj", "fc1", "fc2", "c_fc" -> hidden + inner;
      case "c_attn" -> hidden + queries + 2 * keys;
      case "c_proj" -> hidden + queries + hidden + inner; // two modules have this name
      default ->
          throw new ProblemException(
              ExitCode.INVALID,
              new Problem(
                  "RLN-713",
                  "lora.targets",
                  projection,
                  "must be a projection of a model that is computed here",
                  "Take all-linear, or the names that the model's family has"));
    };
  }

  private long all() {
    return 2 * (hidden + queries) + 2 * (hidden + keys) + (gated ? 3 : 2) * (hidden + inner);
  }

  /** The first of the names that is there. */
  private static long size(Path file, JsonNode json, String... names) {
    String name = Arrays.stream(names).filter(json::hasNonNull).findFirst().orElse(names[0]);
    JsonNode value = json.path(name);
    if (!value.canConvertToLong() || value.asLong() < 1 || value.asLong() > 1L << 31) {
      String shown = value.isMissingNode() ? null : value.toString();
      throw invalid(file, name, shown, "must be a whole number of 1 or more");
    }
    return value.asLong();
  }

  private static ProblemException invalid(
      Path file, String path, @Nullable String value, String rule) {
    Problem problem =
        new Problem("RLN-714", path, value, rule, "Compare it with the model's origin");
    return new ProblemException(ExitCode.INVALID, problem.at(file.toString()));
  }
}
