package realign.coordinator;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.cluster.ClusterException;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.store.StoreException;

/**
 * Tries again while store or cluster cannot be reached, for some minutes: nothing is lost by
 * waiting, and a new coordinator would find the same. For what they refuse it has less of it, and
 * only where a token may be about to be replaced.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final int MOST = 60;
  private static final int MOST_REFUSED = 6;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Set<ExitCode> REFUSALS =
      Set.of(ExitCode.USAGE, ExitCode.INVALID, ExitCode.CREDENTIALS, ExitCode.NOT_FOUND);

  private final Consumer<Duration> pause;

  /**
   * Patience with a store and a cluster.
   *
   * @param pause waits
   */
  public Patience(Consumer<Duration> pause) {
    this.pause = pause;
  }

  /**
   * What the action gives once nothing is in its way.
   *
   * @throws ProblemException what was in its way for too long, or stays there
   * @throws StoreException the same of the store
   */
  public <T> T of(Supplier<T> action) {
    for (int failures = 1; true; failures++) {
      try {
        return action.get();
      } catch (ProblemException failure) {
        again(failure, failures < most(failure));
      } catch (StoreException failure) {
        again(failure, failures < most(failure));
      }
    }
  }

  private static int most(ProblemException failure) {
    boolean passes =
        failure instanceof ClusterException
            ? !REFUSALS.contains(failure.exitCode())
            : failure.exitCode() == ExitCode.STORE_UNAVAILABLE;
    return most(passes, failure.exitCode());
  }

  private static int most(StoreException failure) {
    return most(failure.kind() != StoreException.Kind.REFUSED, failure.exitCode());
  }

  private static int most(boolean passes, ExitCode exit) {
    return passes ? MOST : exit == ExitCode.CREDENTIALS ? MOST_REFUSED : 1;
  }

  private void again(RuntimeException failure, boolean again) {
    if (!again) {
      throw failure;
    }
    LOG.warn("looking again in {} s: {}", PAUSE.toSeconds(), failure.getMessage());
    pause.accept(PAUSE);
  }
}
