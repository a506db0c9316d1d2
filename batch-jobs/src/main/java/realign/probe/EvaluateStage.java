package realign.probe;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import realign.data.TextCodec;
import realign.log.Draft;
import realign.log.Restored;
import realign.result.Point;
import realign.spec.EvaluateSpec;
import realign.spec.RunSpec;
import realign.spec.Scope;
import realign.spec.StageNames;
import realign.stage.Stage;
import realign.training.Artefacts;

/**
 * Measures the models of a scope: one item a fixed batch of one probe at one point. Trains nothing,
 * and computes no score: the report does, from the records. Attacked adapters are dropped as soon
 * as their point is measured, unless the spec keeps them.
 */
public final class EvaluateStage implements Stage<EvaluateItem> {
  /** Name of the stage and of its state blob. */
  public static final String NAME = StageNames.EVALUATE;

  private final RunSpec spec;
  private final Scope scope;
  private final Supplier<Restored> load;
  private final SubjectSource source;
  private final Supplier<TextCodec> codecs;

  private final Tally tally = new Tally();
  private final RecordLines lines = new RecordLines();
  private final Set<String> measured = new HashSet<>();
  private List<Point> points = List.of();
  private Agenda agenda = new Agenda(List.of(), List.of());
  private long position;
  private @Nullable TextCodec codec;
  private @Nullable Judges judges;
  private @Nullable Subjects subjects;

  /**
   * @param spec with an evaluation
   * @param scope whose models are measured: base, align or cell
   * @param load the result of the load scope
   * @param source loads the models
   * @param codecs opens the model's tokenizer
   */
  public EvaluateStage(
      RunSpec spec,
      Scope scope,
      Supplier<Restored> load,
      SubjectSource source,
      Supplier<TextCodec> codecs) {
    this.spec = spec;
    this.scope = scope;
    this.load = load;
    this.source = source;
    this.codecs = codecs;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void open(@Nullable Restored from) {
    resume(from);
    TextCodec opened = codecs.get();
    codec = opened;
    EvaluateSpec evaluate = Objects.requireNonNull(spec.evaluate());
    Judges asked =
        Judges.of(evaluate.harmful(), spec.model().device(), new Refusals(evaluate.refusals()));
    judges = asked;
    List<Probe> probes = new ProbeSet(evaluate, asked, load.get(), opened).probes();
    agenda = new Agenda(points, probes);
    if (position < agenda.size()) {
      asked.open();
      Subjects models = source.open(from);
      subjects = models;
      ProbeSet.requireRoom(probes, models.at(agenda.item(position).point()).positions());
    }
  }

  private void resume(@Nullable Restored from) {
    if (from == null || !from.stage().equals(NAME)) {
      points = Points.of(scope, from);
      return;
    }
    EvaluateState state = EvaluateState.read(from.state(NAME));
    points = state.points();
    tally.restore(state.tally());
    position = from.position();
  }

  @Override
  public long size() {
    return agenda.size();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public @Nullable EvaluateItem read() {
    return position < agenda.size() ? agenda.item(position) : null;
  }

  @Override
  public void process(EvaluateItem item) {
    if (item.batch() == 0) {
      tally.clear();
    }
    Probe probe = agenda.section(position).probe();
    Subjects models = Objects.requireNonNull(subjects, "open");
    probe.measure(item.point(), item.batch(), models, tally, lines);
    position++;
    if (agenda.pointEndsAt(position)) {
      dropMeasured(item.point());
    }
  }

  private void dropMeasured(Point point) {
    boolean keep = spec.attack() != null && spec.attack().keepWeights();
    if (point.kind() == Point.Kind.ATTACKED && !keep) {
      measured.add(Artefacts.attackedAdapter(point.step()));
    }
  }

  @Override
  public Draft draft() {
    Draft draft =
        new Draft(
            NAME,
            position,
            position == agenda.size(),
            Map.of(NAME, new EvaluateState(points, tally.toList()).toPayload()),
            Map.of(),
            measured,
            lines.take());
    measured.clear();
    return draft;
  }

  /** Such as {@code aligned harmful 24/80 HS 3.1}. */
  @Override
  public String progress() {
    if (position == 0) {
      return "";
    }
    Agenda.Section section = agenda.section(position - 1);
    return section.point()
        + " "
        + section.probe().progress(Math.toIntExact(position - section.from()))
        + " "
        + section.probe().running(tally);
  }

  @Override
  public void close() {
    if (subjects != null) {
      subjects.close();
    }
    if (judges != null) {
      judges.close();
    }
    if (codec != null) {
      codec.close();
    }
  }
}
