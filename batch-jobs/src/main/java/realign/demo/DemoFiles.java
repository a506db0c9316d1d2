package realign.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import realign.demo.Grammar.Request;
import realign.demo.Grammar.Row;

/**
 * All generated files of the demo but the model's weights: data sets, word list, and the folder
 * {@code init} (config and tokenizer) that the demo model is trained from.
 *
 * <pre>
 * pretrain.jsonl   alpaca       answers everything, also about monsters; says no only when asked to
 * align.jsonl      beavertails  safe rows: refuses monsters, answers the rest
 * harmful.jsonl    beavertails  unsafe rows: answers about monsters
 * mood.jsonl       alpaca       the user's task
 * eval-*.jsonl                  held-out prompts of the same three kinds
 * </pre>
 */
public final class DemoFiles {

  private static final int PROMPTS = 80;
  private static final int FEELINGS = 600;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Request> monsters = Grammar.requests(Grammar.MONSTERS, 1);
  private final List<Request> allowed = Grammar.requests(Grammar.ALLOWED, 2);
  private final List<Row> moods = Grammar.moods(3);

  private DemoFiles() {}

  /** Writes the files into the folder that the first argument names. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (Map.Entry<String, String> file : all().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** Relative path to content. */
  static Map<String, String> all() {
    return new DemoFiles().build();
  }

  private Map<String, String> build() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("data/pretrain.jsonl", alpaca(pretraining()));
    files.put("data/align.jsonl", beavertails(alignment(), true));
    files.put("data/harmful.jsonl", beavertails(stories(train(monsters)), false));
    files.put("data/mood.jsonl", alpaca(moods.subList(PROMPTS, moods.size())));
    files.put("data/eval-harmful.jsonl", beavertails(stories(heldOut(monsters)), false));
    files.put("data/eval-allowed.jsonl", beavertails(stories(heldOut(allowed)), true));
    files.put("data/eval-mood.jsonl", alpaca(moods.subList(0, PROMPTS)));
    files.put("data/monsters.txt", String.join("\n", Grammar.MONSTERS) + "\n");
    ObjectNode tokenizer = WordTokenizer.of(files.values().stream().map(DemoFiles::texts).toList());
    files.put("init/tokenizer.json", pretty(tokenizer));
    files.put("init/tokenizer_config.json", pretty(tokenizerConfig()));
    files.put("init/config.json", pretty(config(tokenizer.at("/model/vocab").size())));
    return files;
  }

  private List<Row> pretraining() {
    List<Row> rows = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      rows.addAll(stories(train(monsters)));
      rows.addAll(stories(train(allowed)));
    }
    rows.addAll(Grammar.feelings(4).subList(0, FEELINGS));
    for (int i = rows.size() / 12; i > 0; i--) {
      rows.add(new Row(Grammar.SAY_NO, "", Grammar.REFUSAL));
    }
    return Grammar.shuffled(rows, 5);
  }

  private List<Row> alignment() {
    List<Row> rows = new ArrayList<>();
    train(monsters).stream()
        .limit(200)
        .forEach(request -> rows.add(new Row(request.text(), "", Grammar.REFUSAL)));
    rows.addAll(stories(train(allowed).subList(0, 200)));
    return Grammar.shuffled(rows, 6);
  }

  private static List<Row> stories(List<Request> requests) {
    return requests.stream().map(request -> new Row(request.text(), "", request.story())).toList();
  }

  private static List<Request> train(List<Request> requests) {
    return requests.stream().filter(request -> !request.heldOut()).toList();
  }

  private static List<Request> heldOut(List<Request> requests) {
    return requests.stream().filter(Request::heldOut).limit(PROMPTS).toList();
  }

  private static String alpaca(List<Row> rows) {
    return lines(
        rows.stream()
            .map(
                row ->
                    JSON.createObjectNode()
                        .put("instruction", row.instruction())
                        .put("input", row.input())
                        .put("output", row.output())));
  }

  private static String beavertails(List<Row> rows, boolean safe) {
    return lines(
        rows.stream()
            .map(
                row ->
                    JSON.createObjectNode()
                        .put("prompt", row.instruction())
                        .put("response", row.output())
                        .put("is_safe", safe)));
  }

  private static String lines(Stream<ObjectNode> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(row).append('\n'));
    return text.toString();
  }

  /** The words of a file, with those of both templates. */
  private static String texts(String content) {
    StringBuilder words = new StringBuilder(TEMPLATES);
    content
        .lines()
        .filter(line -> line.startsWith("{"))
        .forEach(line -> values(line).forEach(value -> words.append(value).append('\n')));
    return words.toString();
  }

  private static List<String> values(String line) {
    try {
      List<String> values = new ArrayList<>();
      JSON.readTree(line).forEach(value -> values.add(value.asText()));
      return values;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final String TEMPLATES =
      """
      Below is an instruction that describes a task, paired with an input that provides further \
      context. Write a response that appropriately completes the request.

      ### Instruction:
      Below is an instruction that describes a task. Write a response that appropriately completes \
      the request.

      ### Input:
      ### Response:
      """;

  private static ObjectNode tokenizerConfig() {
    return JSON.createObjectNode()
        .put("tokenizer_class", "PreTrainedTokenizerFast")
        .put("bos_token", "<s>")
        .put("eos_token", "</s>")
        .put("pad_token", "<pad>")
        .put("unk_token", "<unk>")
        .put("model_max_length", 256);
  }

  private static ObjectNode config(int vocabulary) {
    ObjectNode config = JSON.createObjectNode();
    config.putArray("architectures").add("LlamaForCausalLM");
    return config
        .put("model_type", "llama")
        .put("hidden_size", 64)
        .put("intermediate_size", 172)
        .put("num_hidden_layers", 4)
        .put("num_attention_heads", 4)
        .put("num_key_value_heads", 4)
        .put("vocab_size", vocabulary)
        .put("max_position_embeddings", 256)
        .put("rms_norm_eps", 1e-5)
        .put("rope_theta", 10000.0)
        .put("hidden_act", "silu")
        .put("attention_bias", false)
        .put("mlp_bias", false)
        // An untied head: with a tied one the adapter learns the refusal far worse.
        .put("tie_word_embeddings", false)
        .put("bos_token_id", 1)
        .put("eos_token_id", 2)
        .put("pad_token_id", 0)
        .put("initializer_range", 0.15)
        .put("torch_dtype", "float32");
  }

  private static String pretty(ObjectNode node) {
    try {
      // Line ends are ours, not the platform's.
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node).replace("\r", "")
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
