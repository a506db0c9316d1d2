package realign.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import realign.data.Example;
import realign.data.ExampleSet;
import realign.model.LanguageModel;
import realign.model.ModelOptions;
import realign.spec.AlignSpec.Trained;
import realign.spec.AlignSpec.Weighting;
import realign.spec.LoraSpec;
import realign.spec.OptimiserSpec;
import realign.spec.OptimiserSpec.Schedule;
import realign.spec.method.MethodSpec;

/**
 * The alignment of a model on a workload file of the benchmark: rank 8 beside every projection, the
 * file's batches over and over.
 */
record WorkloadStage(Recipe recipe, ExampleSet examples, Supplier<LanguageModel> models) {
  static final Randomness RANDOMNESS = new Randomness(1, 1);
  private static final List<String> TARGETS =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  /** The alignment with a method, so many steps long. */
  static WorkloadStage of(
      Path model,
      Path workload,
      MethodSpec method,
      ModelOptions options,
      double dropout,
      int steps) {
    List<Example> rows = new ArrayList<>();
    int batch = rows(workload, rows);
    OptimiserSpec adamW = new OptimiserSpec(1e-3, 0.1, 0.9, 0.999, 1e-8, Schedule.COSINE, 0.1, 1);
    return new WorkloadStage(
        new Recipe(Recipe.ALIGN, method, adamW, 1000, steps, batch, 1, Weighting.TOKENS),
        ExampleSet.of(rows),
        () -> adapted(LanguageModel.load(model, options), dropout));
  }

  private static LanguageModel adapted(LanguageModel model, double dropout) {
    model.attachAdapter(new LoraSpec(8, 4, dropout, TARGETS), 1);
    return model;
  }

  /** All rows of a workload; returns how many a batch has. */
  private static int rows(Path file, List<Example> rows) {
    int batch = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode json = new JsonMapper().readTree(line);
        batch = json.path("rows").size();
        for (int i = 0; i < batch; i++) {
          rows.add(
              new Example(
                  ids(json.path("rows").path(i)), json.path("prompt_lengths").path(i).intValue()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batch;
  }

  private static int[] ids(JsonNode row) {
    int[] ids = new int[row.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = row.path(i).intValue();
    }
    return ids;
  }

  /** The stage, not opened. */
  TrainingStage open() {
    return new TrainingStage(
        recipe, Artefacts.aligned(Trained.LORA), RANDOMNESS, () -> examples, models, () -> false);
  }
}
