package realign.batch;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.Restored;
import realign.spec.Scope;
import realign.spec.StageNames;
import realign.stage.Stage;

/**
 * One stage while it is worked on: items in, drafts out. What it was asked to make durable is
 * handed to the scope's log; what a skipped save leaves goes with the next one.
 */
final class StageRun implements AutoCloseable {
  private static final Set<String> TRAINING = Set.of(StageNames.ALIGN, StageNames.ATTACK);

  private final ScopeWork work;
  private final Stage<?> stage;
  private final Surroundings surroundings;
  private final Cadence cadence;
  private final Carry carry = new Carry();
  private @Nullable ProgressMeter meter;
  private boolean stageDone;

  StageRun(ScopeWork work, Stage<?> stage, Surroundings surroundings) {
    this.work = work;
    this.stage = stage;
    this.surroundings = surroundings;
    this.cadence = surroundings.cadence();
  }

  /** Goes on from what the log has. A stage without items is done at once. */
  void open() {
    Restored from = work.restoreFor(stage.name());
    stage.open(from);
    cadence.committed(stage.position());
    meter = surroundings.meter(stage.position());
    surroundings.events().stage(work.name(), stage.name(), stage.position(), stage.size());
    sayWhereItBegins(from == null); // after the event that ends the lines of the stage before
    at(HaltPoints.Moment.OPENED);
    if (stage.position() == stage.size()) {
      commit();
    }
  }

  /**
   * A restart that finds nothing must not look like one that goes on, and where training begins is
   * always said.
   */
  private void sayWhereItBegins(boolean nothingFound) {
    String here = work.name() + " " + stage.name() + ": ";
    if (stage.position() > 0) {
      say("info", here + "resumed from step " + stage.position() + " of " + stage.size());
    } else if (nothingFound && work.wasBegun()) {
      say("warn", here + "no checkpoint found: starting at step 0");
    } else if (TRAINING.contains(stage.name())) {
      say("info", here + "starting at step 0");
    }
  }

  private void say(String level, String text) {
    surroundings.events().note(level, text);
  }

  @Nullable Runnable read() {
    if (stageDone) {
      return null;
    }
    Runnable item = next(stage);
    at(HaltPoints.Moment.AFTER_READ);
    return item;
  }

  private static <I> @Nullable Runnable next(Stage<I> stage) {
    I item = stage.read();
    return item == null ? null : () -> stage.process(item);
  }

  /** Does an item; a stop may leave it undone. */
  void process(Runnable item) {
    at(HaltPoints.Moment.BEFORE_STEP);
    item.run();
    at(HaltPoints.Moment.AFTER_STEP);
    tell();
  }

  /** Whether to commit after the item just done. */
  boolean commitDue() {
    return surroundings.stop().raised()
        || stage.position() == stage.size()
        || stage.wantsCommit()
        || cadence.due(stage.position());
  }

  /** Hands over what was done since the last time; the last draft is durable on return. */
  void commit() {
    if (stageDone || nothingNew()) {
      work.log().flush();
      return;
    }
    at(HaltPoints.Moment.BEFORE_COMMIT);
    Draft draft = carry.onto(stage.draft());
    if (draft.stageDone() || surroundings.stop().raised()) {
      work.log().saveNow(draft);
      carry.clear();
    } else if (work.log().save(draft)) {
      carry.clear();
    } else {
      carry.keep(draft);
    }
    cadence.committed(draft.position());
    stageDone = draft.stageDone();
    at(HaltPoints.Moment.AFTER_COMMIT);
  }

  private boolean nothingNew() {
    return carry.isEmpty()
        && stage.position() == cadence.lastPosition()
        && stage.position() < stage.size();
  }

  /** Whether nothing is left to do in the whole scope, durable or not. */
  boolean completesScope() {
    return stage.position() == stage.size() && work.endsWith(stage.name());
  }

  /** Whether it only puts together what was computed. */
  boolean reports() {
    return work.scope() instanceof Scope.Report;
  }

  String stageName() {
    return stage.name();
  }

  /** Whether all items are done and durable. */
  boolean done() {
    return stageDone;
  }

  /** Where the stage stands: a short text for the job repository. */
  String mark() {
    return work.name() + "/" + stage.name() + "/" + stage.position();
  }

  private void tell() {
    work.log().progress(stage.name(), stage.position(), stage.size(), stage.loss());
    ProgressMeter shown = meter;
    if (shown == null || !shown.due()) {
      return;
    }
    surroundings
        .events()
        .progress(
            new Progress(
                work.name(),
                stage.name(),
                stage.position(),
                stage.size(),
                stage.progress(),
                work.log().committedPosition(),
                cadence.age(),
                shown.eta(stage.position(), stage.size())));
  }

  private void at(HaltPoints.Moment moment) {
    surroundings.halts().at(moment, work.name(), stage.name(), stage.position());
  }

  @Override
  public void close() {
    stage.close();
  }
}
