package realign.batch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import realign.log.Restored;
import realign.log.ScopeLog;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.Scope;

/** A scope that this process has claimed, or has found done. */
final class ScopeWork implements AutoCloseable {
  /** Record streams that stages write; those without lines are not digested. */
  private static final List<String> STREAMS = List.of("steps", "answers", "texts", "measures");

  private final Scope scope;
  private final List<String> stages;
  private final ScopeLog log;
  private final boolean begun;
  private final Supplier<String> key;
  private final HaltPoints halts;

  /**
   * Work on a scope.
   *
   * @param stages its stages, in order
   * @param begun whether an earlier attempt was made
   * @param key gives the digest of all that the scope reads; asked for once it is finished
   */
  ScopeWork(
      Scope scope,
      List<String> stages,
      ScopeLog log,
      boolean begun,
      Supplier<String> key,
      HaltPoints halts) {
    this.scope = scope;
    this.stages = List.copyOf(stages);
    this.log = log;
    this.begun = begun;
    this.key = key;
    this.halts = halts;
  }

  Scope scope() {
    return scope;
  }

  String name() {
    return scope.name();
  }

  /** Whether an earlier attempt was made. */
  boolean wasBegun() {
    return begun;
  }

  ScopeLog log() {
    return log;
  }

  /** Whether a stage is the scope's last. */
  boolean endsWith(String stage) {
    return stages.get(stages.size() - 1).equals(stage);
  }

  /** Whether a stage has nothing left to do. */
  boolean stageDone(String stage) {
    return log.isDone() || log.stageDone(stage) || !stages.contains(stage);
  }

  /**
   * What a stage goes on from, or null when there is nothing.
   *
   * @throws ProblemException when the log fell back to before the end of an earlier stage
   */
  @Nullable Restored restoreFor(String stage) {
    Restored from = log.restore();
    requireDone(stages.subList(0, stages.indexOf(stage)));
    return from;
  }

  /** Finishes the scope once all its stages are; may be called again after a kill in between. */
  void finishIfComplete() {
    if (log.isDone() || !stages.stream().allMatch(log::stageDone)) {
      return;
    }
    String last = stages.get(stages.size() - 1);
    halts.at(HaltPoints.Moment.BEFORE_DONE, name(), last, log.committedPosition());
    Restored result = log.restore(); // reads all of it, and falls back when something is damaged
    requireDone(stages);
    log.done(key.get(), digests(result));
    halts.at(HaltPoints.Moment.AFTER_DONE, name(), last, log.committedPosition());
  }

  /** The stages that this process passed were done by a commit that turned out to be damaged. */
  private void requireDone(List<String> passed) {
    for (String stage : passed) {
      if (!log.stageDone(stage)) {
        throw new ProblemException(
            ExitCode.STORE_UNAVAILABLE,
            new Problem(
                "RLN-729",
                "scope " + name() + ", stage " + stage,
                "done by a commit that is damaged now",
                "must still be done when what follows it begins",
                "Run again: it goes on from the commit before"));
      }
    }
  }

  private static Map<String, String> digests(@Nullable Restored result) {
    Map<String, String> digests = new TreeMap<>();
    if (result == null) {
      return digests;
    }
    for (String stream : STREAMS) {
      List<String> lines = result.records(stream);
      if (!lines.isEmpty()) {
        digests.put(stream, Digest.of(String.join("\n", lines) + "\n"));
      }
    }
    return digests;
  }

  /** What is durable, in words. */
  String committed() {
    String stage = log.committedStage();
    return stage == null
        ? "nothing of " + name() + " was committed yet"
        : "checkpoint at " + name() + " " + stage + " " + log.committedPosition() + " committed";
  }

  /** Makes durable what was handed over and gives the scope up, so that another may claim it. */
  void release() {
    if (!log.isDone()) {
      log.flush();
      log.release();
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
