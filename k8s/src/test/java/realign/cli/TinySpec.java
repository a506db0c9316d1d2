package realign.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a spec with inputs that are only looked at, never computed with. */
final class TinySpec {
  static final String TEXT =
      """
      apiVersion: realign/v1
      name: tiny
      model: {path: model}
      align:
        data: {path: safe.jsonl, format: alpaca, limit: 20}
        methods: [{name: vaccine, rho: 3.0}, {name: sft}]
        lora: {rank: 2, targets: [q_proj, v_proj]}
        optimiser: {lr: 1e-3}
        epochs: 3
        batchSize: 5
      attack:
        benign: {path: benign.jsonl, format: alpaca}
        harmful: {path: harmful.jsonl, format: alpaca}
        samples: 40
        optimiser: {lr: 1e-4}
        epochs: 2
        batchSize: 10
        cells: {harmfulRatio: [0.05]}
      evaluate:
        harmful: {path: harmful.jsonl, format: alpaca, keep: all, limit: 30, judges: [{lexicon: words.txt}]}
        atSteps: [0, 4]
      gate: {maxHarmfulScore: 60}
      """;

  /** D 64, 2 layers, 4 query heads of width 16, 2 key heads, inner width 172, 512 tokens. */
  static final String CONFIG =
      """
      {"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
       "num_key_value_heads": 2, "intermediate_size": 172, "vocab_size": 512,
       "tie_word_embeddings": true, "max_position_embeddings": 512, "rms_norm_eps": 1e-05,
       "rope_theta": 10000.0, "hidden_act": "silu"}
      """;

  private static final String ROW = "{\"instruction\":\"Say hello.\",\"output\":\"Hello.\"}\n";

  private TinySpec() {}

  /** Writes {@code tiny.yaml} and all that it names. */
  static void write(Path folder) {
    write(folder, TEXT);
  }

  static void write(Path folder, String spec) {
    file(folder.resolve("tiny.yaml"), spec);
    file(folder.resolve("model/config.json"), CONFIG);
    file(folder.resolve("model/tokenizer.json"), "{}");
    for (String rows : new String[] {"safe.jsonl", "benign.jsonl", "harmful.jsonl"}) {
      file(folder.resolve(rows), ROW);
    }
    file(folder.resolve("words.txt"), "dragon\n");
  }

  static void file(Path path, String text) {
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
