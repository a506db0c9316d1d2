package realign.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.model.TokenBatch;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.AlignSpec.Weighting;
import realign.spec.LoraSpec;
import realign.spec.OptimiserSpec;
import realign.spec.OptimiserSpec.Schedule;
import realign.spec.method.AcceleratedVaccine;
import realign.spec.method.MethodSpec;
import realign.spec.method.Sft;
import realign.spec.method.Vaccine;

/** One fixture: what it says, and its tensors. */
record GoldenCase(JsonNode json, Map<String, HostTensor> tensors) {

  static GoldenCase read(String name) throws IOException {
    Path folder = GoldenFolder.training().resolve(name);
    return new GoldenCase(
        new ObjectMapper().readTree(folder.resolve("fixture.json").toFile()),
        Safetensors.map(folder.resolve("fixture.safetensors")));
  }

  /** The base model with an adapter of these values. */
  LanguageModel model(String adapter) {
    return model(adapter, ModelOptions.defaults());
  }

  LanguageModel model(String adapter, ModelOptions options) {
    Path folder = GoldenFolder.training().resolve("models").resolve(json.get("model").asText());
    LanguageModel model = LanguageModel.load(folder, options);
    model.attachAdapter(lora(), 0);
    model.trainable().restore(group(adapter));
    return model;
  }

  private LoraSpec lora() {
    JsonNode lora = json.get("lora");
    List<String> targets = new ArrayList<>();
    lora.get("targets").forEach(target -> targets.add(target.asText()));
    return new LoraSpec(
        lora.get("r").asInt(),
        lora.get("alpha").asDouble(),
        lora.get("dropout").asDouble(),
        targets);
  }

  Recipe recipe() {
    JsonNode optimizer = json.get("optimizer");
    return new Recipe(
        Recipe.ALIGN,
        method(),
        new OptimiserSpec(
            optimizer.get("lr").asDouble(),
            optimizer.get("weight_decay").asDouble(),
            optimizer.get("betas").get(0).asDouble(),
            optimizer.get("betas").get(1).asDouble(),
            optimizer.get("eps").asDouble(),
            Schedule.valueOf(optimizer.get("schedule").asText().toUpperCase(Locale.ROOT)),
            optimizer.get("warmup_ratio").asDouble(),
            optimizer.get("clip").isEmpty() ? 0 : optimizer.get("clip").get(0).asDouble()),
        1,
        null,
        1,
        accumulation(),
        params().path("token_weighted").asBoolean(true) ? Weighting.TOKENS : Weighting.EQUAL);
  }

  private MethodSpec method() {
    if (params().has("tau")) {
      return new AcceleratedVaccine(params().get("rho").asDouble(), params().get("tau").asInt());
    }
    return params().has("rho") ? new Vaccine(params().get("rho").asDouble()) : new Sft();
  }

  private JsonNode params() {
    return json.get("params");
  }

  int accumulation() {
    return params().path("accumulation").asInt(1);
  }

  int totalSteps() {
    return json.get("optimizer").get("total_steps").asInt();
  }

  double tolerance(String name) {
    return json.get("tolerance").get(name).asDouble();
  }

  /** The micro-batches of a 1-based step, pads cut off. */
  List<TokenBatch> rows(int step) {
    List<TokenBatch> batches = new ArrayList<>();
    for (int micro = 0; micro < accumulation(); micro++) {
      batches.add(batch((step - 1) * accumulation() + micro, true));
    }
    return batches;
  }

  /** A numbered batch, with its pads as ordinary tokens or without. */
  TokenBatch batch(int number, boolean cut) {
    String prefix = String.format(Locale.ROOT, "batch.%02d.", number);
    int[][] ids = ints(prefix + "input_ids");
    int[][] labels = ints(prefix + "labels");
    int[][] mask = ints(prefix + "attention_mask");
    for (int row = 0; cut && row < ids.length; row++) {
      int length = Arrays.stream(mask[row]).sum();
      ids[row] = Arrays.copyOf(ids[row], length);
      labels[row] = Arrays.copyOf(labels[row], length);
    }
    return new TokenBatch(ids, labels);
  }

  /** Attention mask [B][T] of a numbered batch. */
  int[][] mask(int number) {
    return ints(String.format(Locale.ROOT, "batch.%02d.attention_mask", number));
  }

  /** Tensors under a prefix, without it. */
  Map<String, HostTensor> group(String prefix) {
    Map<String, HostTensor> group = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            group.put(name.substring(prefix.length()), tensor);
          }
        });
    return group;
  }

  HostTensor tensor(String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  private int[][] ints(String name) {
    HostTensor tensor = tensor(name);
    LongBuffer values = tensor.data().asLongBuffer();
    int[][] rows = new int[(int) tensor.shape()[0]][(int) tensor.shape()[1]];
    for (int[] row : rows) {
      for (int t = 0; t < row.length; t++) {
        row[t] = (int) values.get();
      }
    }
    return rows;
  }
}
