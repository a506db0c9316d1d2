package realign.batch;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.store.StoreException;
import realign.training.MemoryShortage;

/** What a failure means to the one who started the process: exit code and words. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final String STORE_ID = "RLN-401";

  private Failures() {}

  /** Tells a failure and gives the exit code. The stack trace goes to the log alone. */
  static ExitCode tell(Throwable failure, Events events) {
    if (failure instanceof Launcher.LostOnStop lost) {
      LOG.error("{}", lost.getMessage(), lost);
      events.problem(STORE_ID, lost.getMessage() + ": " + lost.getCause());
      return lost.exitCode();
    }
    if (failure instanceof ProblemException problem) {
      LOG.debug("ended by a problem", problem);
      problem.problems().forEach(each -> events.problem(each.id(), each.toString()));
      return problem.exitCode();
    }
    if (failure instanceof StoreException store) {
      LOG.error("store unavailable", store);
      events.problem(store.id(), store.words() + " [" + store.id() + "]");
      return store.exitCode();
    }
    ProblemException shortage = MemoryShortage.of(failure, null);
    return shortage == null ? unexpected(failure, events) : tell(shortage, events);
  }

  private static ExitCode unexpected(Throwable failure, Events events) {
    String id = "unexpected-" + UUID.randomUUID().toString().substring(0, 8);
    LOG.error("{}", id, failure);
    events.problem(
        id,
        failure + ". This is a defect of the program: the log has the details under " + id + ".");
    return ExitCode.FAILED;
  }

  /** Throws a failure as it is. */
  static RuntimeException rethrow(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return new IllegalStateException(failure);
  }
}
