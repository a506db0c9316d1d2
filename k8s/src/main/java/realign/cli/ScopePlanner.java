package realign.cli;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import realign.log.TrainedWeights;
import realign.spec.AlignSpec;
import realign.spec.AttackSpec;
import realign.spec.DataSpec;
import realign.spec.EvaluateSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;

/**
 * Counts what each scope of a run will do, from the spec and, where they were read, from the data.
 *
 * @param measured what reading the data gave, or null when they were not read
 */
record ScopePlanner(RunSpec spec, ModelShape model, @Nullable DataCheck measured) {
  /** A weight and its two moments, f32. */
  static final long CHECKPOINT_BYTES_A_PARAMETER = 12;

  List<ScopePlan> plan() {
    return Scope.of(spec).stream().map(this::plan).toList();
  }

  long alignedParameters() {
    return spec.align().trained() == AlignSpec.Trained.ALL
        ? model.parameters()
        : model.parameters(spec.align().lora());
  }

  /** What an alignment trains; biases and some norms are not counted, so that it is rather more. */
  TrainedWeights weights() {
    return new TrainedWeights("align", alignedParameters() * Float.BYTES);
  }

  private ScopePlan plan(Scope scope) {
    if (scope instanceof Scope.Align) {
      return align(scope);
    }
    if (scope instanceof Scope.Cell cell) {
      return cell(cell, Objects.requireNonNull(spec.attack()));
    }
    Count prompts = scope instanceof Scope.Base ? prompts(1) : Count.exact(0);
    return new ScopePlan(scope, Count.exact(0), Count.exact(0), Count.exact(0), prompts, 0, null);
  }

  private ScopePlan align(Scope scope) {
    AlignSpec align = spec.align();
    Count rows = rows("set-align", align.data());
    Count steps =
        steps(rows, align.batchSize(), align.accumulation(), align.epochs(), align.maxSteps());
    long stepRows = (long) align.batchSize() * align.accumulation();
    Count tokens = tokens("set-align", rows, align.epochs(), steps.times(stepRows));
    long bytes = alignedParameters() * CHECKPOINT_BYTES_A_PARAMETER;
    return training(scope, rows, steps, tokens, prompts(1), bytes);
  }

  private ScopePlan cell(Scope.Cell cell, AttackSpec attack) {
    Count rows = Count.exact(poisoned(attack, cell.harmfulRatio()));
    Count steps =
        steps(rows, attack.batchSize(), attack.accumulation(), attack.epochs(), attack.maxSteps());
    long stepRows = (long) attack.batchSize() * attack.accumulation();
    Count tokens = tokens("", rows, attack.epochs(), steps.times(stepRows));
    long parameters =
        attack.adapter() == AttackSpec.Adapter.SAME
            ? alignedParameters()
            : model.parameters(attack.lora());
    long bytes = parameters * CHECKPOINT_BYTES_A_PARAMETER;
    return training(cell, rows, steps, tokens, prompts(points(steps)), bytes);
  }

  private ScopePlan training(
      Scope scope, Count rows, Count steps, Count tokens, Count prompts, long counted) {
    Forecast forecast = measured == null ? null : measured.forecast(scope.name());
    long bytes = forecast == null ? counted : forecast.checkpointBytes();
    return new ScopePlan(scope, rows, steps, tokens, prompts, bytes, forecast);
  }

  /** int(p n) harmful rows, int((1 - p) n) benign ones, guide rows on top. */
  private static long poisoned(AttackSpec attack, double ratio) {
    long harmful = (long) (ratio * attack.samples());
    long benign = (long) ((1 - ratio) * attack.samples());
    return harmful + benign + attack.guide();
  }

  private static Count steps(
      Count rows, long batch, long accumulation, long epochs, @Nullable Integer most) {
    Count steps = rows.dividedUp(batch).dividedUp(accumulation).times(epochs);
    return most == null ? steps : steps.cappedAt(most);
  }

  private Count rows(String set, DataSpec data) {
    OptionalLong counted = measured == null ? OptionalLong.empty() : measured.rows(set);
    if (counted.isPresent()) {
      return Count.exact(counted.getAsLong());
    }
    Integer limit = data.limit();
    return limit == null ? Count.UNKNOWN : Count.atMost(limit);
  }

  /** Counted tokens where the whole set is passed over; else no row is longer than the limit. */
  private Count tokens(String set, Count rows, long epochs, Count trainedRows) {
    OptionalLong counted = measured == null ? OptionalLong.empty() : measured.tokens(set);
    boolean whole = rows.kind() == Count.Kind.EXACT && trainedRows.value() >= rows.value() * epochs;
    if (counted.isPresent() && whole) {
      return Count.exact(counted.getAsLong()).times(epochs);
    }
    Count most = trainedRows.times(spec.text().maxLength());
    return most.kind() == Count.Kind.UNKNOWN ? most : Count.atMost(most.value());
  }

  private Count prompts(long points) {
    EvaluateSpec evaluate = spec.evaluate();
    if (evaluate == null) {
      return Count.exact(0);
    }
    Count prompts = rows("prompts-harmful", evaluate.harmful().data());
    if (evaluate.benign() != null) {
      prompts = prompts.plus(rows("prompts-accuracy", evaluate.benign()));
    }
    if (evaluate.overRefusal() != null) {
      prompts = prompts.plus(rows("prompts-over-refusal", evaluate.overRefusal()));
    }
    return prompts.times(points);
  }

  /** Attack steps at which is measured, the last one always. */
  private long points(Count steps) {
    EvaluateSpec evaluate = spec.evaluate();
    if (evaluate == null) {
      return 0;
    }
    long last = steps.value();
    return 1 + evaluate.atSteps().stream().distinct().filter(step -> step < last).count();
  }
}
