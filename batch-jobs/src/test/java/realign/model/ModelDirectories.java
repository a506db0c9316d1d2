package realign.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;

/** Hugging Face directories of the tiny model, to be spoilt by tests. */
final class ModelDirectories {
  private ModelDirectories() {}

  static ObjectNode config() {
    ObjectNode config = JsonFile.newObject();
    config.putArray("architectures").add("LlamaForCausalLM");
    config.put("model_type", "llama").put("vocab_size", 37).put("hidden_size", 16);
    config.put("intermediate_size", 24).put("num_hidden_layers", 2);
    config.put("num_attention_heads", 4).put("num_key_value_heads", 2);
    config.put("max_position_embeddings", 64).put("initializer_range", 0.3);
    config.put("rms_norm_eps", 1e-5).put("bos_token_id", 1).put("eos_token_id", 2);
    return config;
  }

  static void writeConfig(Path directory, Consumer<ObjectNode> change) throws IOException {
    ObjectNode config = config();
    change.accept(config);
    Files.write(directory.resolve("config.json"), JsonFile.bytes(config));
  }

  /** The tensors of {@link Models#tiny()}. */
  static Map<String, HostTensor> tensors(String dtype) {
    try (LanguageModel model = Models.tiny()) {
      Map<String, String> types = new TreeMap<>();
      model.stored(Map.of()).keySet().forEach(name -> types.put(name, dtype));
      return model.stored(types);
    }
  }

  static void write(Path file, Map<String, HostTensor> tensors) throws IOException {
    try (InputStream stream = Safetensors.write(tensors, Map.of()).open()) {
      Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Files of tensors, and their index. */
  static void writeShards(Path directory, Map<String, Map<String, HostTensor>> shards)
      throws IOException {
    ObjectNode index = JsonFile.newObject();
    ObjectNode map = index.putObject("weight_map");
    long bytes = 0;
    for (var shard : shards.entrySet()) {
      write(directory.resolve(shard.getKey()), shard.getValue());
      for (var tensor : shard.getValue().entrySet()) {
        map.put(tensor.getKey(), shard.getKey());
        bytes += tensor.getValue().bytes();
      }
    }
    index.putObject("metadata").put("total_size", bytes);
    Files.write(directory.resolve(ShardIndex.NAME), JsonFile.bytes(index));
  }

  /** A word-level tokenizer with so many words. */
  static void writeTokenizer(Path directory, int words) throws IOException {
    ObjectNode tokenizer = JsonFile.newObject();
    ObjectNode model = tokenizer.put("version", "1.0").putObject("model");
    model.put("type", "WordLevel").put("unk_token", "<unk>");
    ObjectNode vocabulary = model.putObject("vocab");
    vocabulary.put("<unk>", 0).put("<s>", 1).put("</s>", 2);
    for (int id = 3; id < words; id++) {
      vocabulary.put("w" + id, id);
    }
    tokenizer.putObject("pre_tokenizer").put("type", "Whitespace");
    tokenizer.putObject("truncation").put("max_length", 2).put("stride", 0);
    ((ObjectNode) tokenizer.get("truncation"))
        .put("strategy", "LongestFirst")
        .put("direction", "Right");
    ObjectNode added = tokenizer.putArray("added_tokens").addObject();
    added.put("id", 2).put("content", "</s>").put("special", true).put("normalized", false);
    added.put("single_word", false).put("lstrip", false).put("rstrip", false);
    Files.write(directory.resolve("tokenizer.json"), JsonFile.bytes(tokenizer));
  }
}
