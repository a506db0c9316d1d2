package realign.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.data.ExampleSet;
import realign.log.Draft;
import realign.log.Draft.Append;
import realign.log.Draft.Artefact;
import realign.log.Restored;
import realign.model.Engine;
import realign.model.LanguageModel;
import realign.model.MemoryNeed;
import realign.result.CostRecord;
import realign.result.ResultJson;
import realign.result.StepRecord;
import realign.safetensors.HostTensor;
import realign.safetensors.Safetensors;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.stage.Stage;
import realign.store.Payload;

/**
 * Alignment and attack: one item is one optimiser step. Does not choose data, model or the moment
 * of a commit, and does not write to the store.
 *
 * <p>When the process is asked to stop, the step in work may be given up: {@link #process} then
 * returns with {@link #position} as it was.
 */
public final class TrainingStage implements Stage<StepRows> {
  /** PEFT and transformers want to read this in the metadata. */
  private static final Map<String, String> FORMAT = Map.of("format", "pt");

  private static final Logger LOG = LoggerFactory.getLogger(TrainingStage.class);

  private final Recipe recipe;
  private final Artefacts artefacts;
  private final Randomness randomness;
  private final Supplier<ExampleSet> examples;
  private final Supplier<LanguageModel> models;
  private final BooleanSupplier stop;

  private final List<String> pendingLines = new ArrayList<>();
  private final Map<String, Artefact> pendingArtefacts = new HashMap<>();
  private long position;
  private String progress = "";
  private double loss = Double.NaN;
  private @Nullable RowOrder order;
  private @Nullable Training training;
  private @Nullable StageMeter meter;
  private @Nullable MemoryNeed need;

  /**
   * @param examples the rows to train on
   * @param models opens the model, its trainable parameters at their first values
   * @param stop whether the process was asked to stop
   */
  public TrainingStage(
      Recipe recipe,
      Artefacts artefacts,
      Randomness randomness,
      Supplier<ExampleSet> examples,
      Supplier<LanguageModel> models,
      BooleanSupplier stop) {
    this.recipe = recipe;
    this.artefacts = artefacts;
    this.randomness = randomness;
    this.examples = examples;
    this.models = models;
    this.stop = stop;
  }

  @Override
  public String name() {
    return recipe.stage();
  }

  @Override
  public void open(@Nullable Restored from) {
    Engine.enterThread();
    RowOrder rows = new RowOrder(examples.get(), recipe, randomness);
    order = rows;
    position = doneIn(from);
    if (position > rows.steps()) {
      throw beyond(rows.steps());
    }
    if (position < rows.steps()) {
      training = new Training(recipe, randomness, rows.steps(), models.get(), stop);
      if (position > 0 && from != null) {
        training.checkpoint().restore(from);
      }
      begin(opened(training), rows);
      if (position == 0) {
        keepArtefact();
      }
    }
  }

  private void begin(Training begun, RowOrder rows) {
    StepCosts costs = begun.costs(rows);
    MemoryNeed most = costs.need(costs.costliest());
    long resident = ProcessUse.residentBytes();
    MachineMemory machine = MachineMemory.now();
    MemoryShortage.refuse(name(), most, resident, machine);
    String warning = MemoryShortage.warning(name(), most, resident, machine);
    if (warning != null) {
      LOG.warn(warning);
    }
    need = most;
    long bytes = begun.checkpoint().bytes();
    meter = new StageMeter(name(), costs, rows.steps(), bytes, position == 0);
  }

  /** Its own commit says where it stood; in a later stage's commit its records do. */
  private long doneIn(@Nullable Restored from) {
    if (from == null) {
      return 0;
    }
    if (from.stage().equals(name())) {
      return from.position();
    }
    int steps = from.records(StepLines.STREAM).size();
    if (steps != size()) {
      throw unfinished(from, steps);
    }
    return size();
  }

  /** A run may be begun with a checkpoint of another one. */
  private ProblemException beyond(long steps) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem(
            "RLN-506",
            "checkpoint of stage " + name(),
            "step " + position,
            "must not be beyond the stage, which has " + steps + " steps",
            "Begin with an earlier checkpoint, or train for longer"));
  }

  /** To train from step 1 would append the records of the first steps a second time. */
  private ProblemException unfinished(Restored from, int steps) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem(
            "RLN-504",
            "commit of stage " + from.stage(),
            steps + " step records",
            "must hold the " + size() + " of stage " + name() + ", which comes before it",
            "Begin the run anew with --fresh"));
  }

  @Override
  public long size() {
    return opened(order).steps();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public @Nullable StepRows read() {
    return position < size() ? opened(order).at((int) position + 1) : null;
  }

  @Override
  public void process(StepRows rows) {
    StepRecord record;
    try {
      record =
          opened(meter)
              .measured(rows, () -> opened(training).loop().step(rows.step(), rows.microBatches()));
    } catch (StepAbandonedException asked) {
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw MemoryShortage.orElse(e, need);
    }
    position = rows.step();
    pendingLines.add(StepLines.json(record));
    progress = StepLines.words(record);
    loss = record.loss();
    if (position == size()) {
      opened(training).finish();
    }
    keepArtefact();
  }

  /** Copies the weights at once: the next step changes them, whenever the draft is taken. */
  private void keepArtefact() {
    artefacts
        .nameAfter(position, size())
        .ifPresent(
            name -> {
              Payload payload = Safetensors.write(opened(training).weights(), FORMAT);
              pendingArtefacts.put(name, new Artefact(payload, artefacts.restricted()));
            });
  }

  @Override
  public boolean wantsCommit() {
    return !pendingArtefacts.isEmpty();
  }

  @Override
  public Draft draft() {
    boolean done = position == size();
    Map<String, Payload> state = done ? Map.of() : state();
    Draft draft =
        new Draft(
            name(),
            position,
            done,
            state,
            pendingArtefacts,
            Set.of(),
            List.of(
                new Append(StepLines.STREAM, false, pendingLines),
                new Append(CostRecord.STREAM, false, costLines(state))));
    pendingLines.clear();
    pendingArtefacts.clear();
    return draft;
  }

  private List<String> costLines(Map<String, Payload> state) {
    if (meter == null) {
      return List.of();
    }
    if (position == size()) {
      meter.conclude();
    }
    long written = state.values().stream().mapToLong(Payload::size).sum();
    return meter.drain(written).stream().map(ResultJson::line).toList();
  }

  /** A finished stage needs none: its artefact is what it leaves. */
  private Map<String, Payload> state() {
    Map<String, HostTensor> weights = opened(training).weights();
    return opened(training).checkpoint().save(weights);
  }

  @Override
  public String progress() {
    return progress;
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
    }
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the stage is not open, or has no more items");
    }
    return part;
  }
}
