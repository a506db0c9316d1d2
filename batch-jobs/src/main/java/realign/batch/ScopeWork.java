package realign.batch;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import realign.log.Restored;
import realign.log.ScopeLog;
import realign.spec.Digest;
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

  /** Whether a stage has nothing left to do. */
  boolean stageDone(String stage) {
    return log.isDone() || log.stageDone(stage) || !stages.contains(stage);
  }

  /** Finishes the scope once all its stages are; may be called again after a kill in between. */
  void finishIfComplete() {
    if (log.isDone() || !stages.stream().allMatch(log::stageDone)) {
      return;
    }
    String last = stages.get(stages.size() - 1);
    halts.at(HaltPoints.Moment.BEFORE_DONE, name(), last, log.committedPosition());
    log.done(key.get(), digests());
    halts.at(HaltPoints.Moment.AFTER_DONE, name(), last, log.committedPosition());
  }

  private Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    Restored result = log.restore();
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
