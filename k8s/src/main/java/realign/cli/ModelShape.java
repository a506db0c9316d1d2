package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.spec.ExitCode;
import realign.spec.LoraSpec;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Sizes of a decoder of the Llama family as {@code config.json} gives them; enough to count
 * parameters. Not for building the model, which the batch program does.
 *
 * @param hidden width D
 * @param layers number of layers
 * @param queries width of all query heads together
 * @param keys width of all key (and value) heads together
 * @param inner width of the feed-forward part
 * @param vocabulary number of tokens V
 * @param tied whether the output matrix is the embedding
 */
record ModelShape(
    long hidden, long layers, long queries, long keys, long inner, long vocabulary, boolean tied) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ModelShape of(Path folder) {
    Path file = folder.resolve("config.json");
    try {
      return of(file, JSON.readTree(file.toFile()));
    } catch (IOException unreadable) {
      throw invalid(file, "config.json", null, "must be readable JSON");
    }
  }

  private static ModelShape of(Path file, JsonNode json) {
    long hidden = size(file, json, "hidden_size");
    long heads = size(file, json, "num_attention_heads");
    long head = json.has("head_dim") ? size(file, json, "head_dim") : hidden / heads;
    long keyHeads =
        json.has("num_key_value_heads") ? size(file, json, "num_key_value_heads") : heads;
    return new ModelShape(
        hidden,
        size(file, json, "num_hidden_layers"),
        heads * head,
        keyHeads * head,
        size(file, json, "intermediate_size"),
        size(file, json, "vocab_size"),
        json.path("tie_word_embeddings").asBoolean(false));
  }

  /** All parameters: embedding, layers, norms, output. */
  long parameters() {
    long embeddings = (tied ? 1 : 2) * vocabulary * hidden;
    long attention = 2 * hidden * queries + 2 * hidden * keys;
    return embeddings + layers * (attention + 3 * hidden * inner + 2 * hidden) + hidden;
  }

  /** Parameters of an adapter: A is [rank, in], B is [out, rank] at each projection. */
  long parameters(LoraSpec lora) {
    return layers * lora.targets().stream().mapToLong(t -> lora.rank() * inAndOut(t)).sum();
  }

  private long inAndOut(String projection) {
    return switch (projection) {
      case "q_proj", "o_proj" -> hidden + queries;
      case "k_proj", "v_proj" -> hidden + keys;
      case "gate_proj", "up_proj", "down_proj" -> hidden + inner;
      default ->
          throw new ProblemException(
              ExitCode.INVALID,
              new Problem(
                  "RLN-713",
                  "lora.targets",
                  projection,
                  "must be a projection of the model",
                  "Take one of "
                      + List.of("q_proj", "k_proj", "v_proj", "o_proj")
                      + " or "
                      + List.of("gate_proj", "up_proj", "down_proj")));
    };
  }

  private static long size(Path file, JsonNode json, String name) {
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
