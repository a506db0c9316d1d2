package realign.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;

/**
 * A directory with a Llama of one layer that scores labels, with random weights and a tokenizer of
 * single characters. What it flags means nothing.
 */
public final class TinyClassifier {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>", "[PAD]");

  /** Printable characters follow the special tokens. */
  private static final int VOCABULARY = 100;

  private static final int WIDTH = 16;
  private static final int WIDE = 24;

  private final Path directory;

  /** Writes it. */
  public TinyClassifier(Path directory, String... labels) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      JSON.writeValue(directory.resolve("config.json").toFile(), config(labels));
      JSON.writeValue(directory.resolve("tokenizer.json").toFile(), tokenizer());
      JSON.writeValue(
          directory.resolve("tokenizer_config.json").toFile(),
          JSON.createObjectNode().put("eos_token", "</s>").put("pad_token", "[PAD]"));
      write(weights(labels.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its place. */
  public Path directory() {
    return directory;
  }

  private static ObjectNode config(String... labels) {
    ObjectNode config = JSON.createObjectNode();
    config.putArray("architectures").add("LlamaForSequenceClassification");
    config.put("model_type", "llama").put("problem_type", "multi_label_classification");
    config.put("vocab_size", VOCABULARY).put("hidden_size", WIDTH).put("num_hidden_layers", 1);
    config.put("intermediate_size", WIDE).put("num_attention_heads", 2).put("pad_token_id", 3);
    config.put("max_position_embeddings", 256).put("rms_norm_eps", 1e-5);
    ObjectNode names = config.putObject("id2label");
    for (int i = 0; i < labels.length; i++) {
      names.put(Integer.toString(i), labels[i]);
    }
    return config;
  }

  private static ObjectNode tokenizer() {
    ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
    ObjectNode model = tokenizer.putObject("model").put("type", "WordLevel");
    ObjectNode vocabulary = model.put("unk_token", "<unk>").putObject("vocab");
    for (int id = 0; id < VOCABULARY; id++) {
      vocabulary.put(id < SPECIAL.size() ? SPECIAL.get(id) : Character.toString(' ' + id - 4), id);
    }
    ObjectNode split = tokenizer.putObject("pre_tokenizer").put("type", "Split");
    split.put("behavior", "Isolated").put("invert", false).putObject("pattern").put("Regex", ".");
    for (int id = 1; id <= 3; id++) {
      ObjectNode added = tokenizer.withArray("added_tokens").addObject();
      added.put("id", id).put("content", SPECIAL.get(id)).put("special", true);
      added.put("single_word", false).put("lstrip", false).put("rstrip", false);
      added.put("normalized", false);
    }
    return tokenizer;
  }

  /** All tensors as F32. */
  public static Map<String, HostTensor> weights(int labels) {
    Map<String, HostTensor> tensors = new TreeMap<>();
    Random random = new Random(5);
    String block = "model.layers.0.";
    // Small, so that what the last token sees counts for more than what it is.
    tensors.put("model.embed_tokens.weight", tensor(0.1, random, VOCABULARY, WIDTH));
    for (String name : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
      tensors.put(block + "self_attn." + name + ".weight", tensor(random, WIDTH, WIDTH));
    }
    tensors.put(block + "mlp.gate_proj.weight", tensor(random, WIDE, WIDTH));
    tensors.put(block + "mlp.up_proj.weight", tensor(random, WIDE, WIDTH));
    tensors.put(block + "mlp.down_proj.weight", tensor(random, WIDTH, WIDE));
    tensors.put(block + "input_layernorm.weight", tensor(random, WIDTH));
    tensors.put(block + "post_attention_layernorm.weight", tensor(random, WIDTH));
    tensors.put("model.norm.weight", tensor(random, WIDTH));
    tensors.put("score.weight", tensor(random, labels, WIDTH));
    return tensors;
  }

  private static HostTensor tensor(Random random, long... shape) {
    return tensor(1, random, shape);
  }

  private static HostTensor tensor(double deviation, Random random, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      values.putFloat((float) (deviation * random.nextGaussian()));
    }
    return new HostTensor("F32", shape, values.flip());
  }

  /** Exchanges the weights. */
  public void write(Map<String, HostTensor> tensors) throws IOException {
    try (InputStream stream = Safetensors.write(tensors, Map.of()).open()) {
      Files.copy(
          stream, directory.resolve("model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Exchanges a value of the configuration; null takes it away. */
  public void set(String name, String json) throws IOException {
    Path file = directory.resolve("config.json");
    ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
    config.set(name, JSON.readTree(json));
    JSON.writeValue(file.toFile(), config);
  }
}
