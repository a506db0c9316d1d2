package realign.coordinator;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.cluster.ClusterException;
import realign.spec.ExitCode;
import realign.store.StoreException;

/**
 * Tries again while store or cluster cannot be reached, for some minutes: nothing is lost by
 * waiting, and a new coordinator would find the same. Not for what they refuse.
 */
final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final int MOST = 60;
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Set<ExitCode> REFUSALS =
      Set.of(ExitCode.USAGE, ExitCode.INVALID, ExitCode.CREDENTIALS, ExitCode.NOT_FOUND);

  private final Consumer<Duration> pause;
  private int failures;

  Patience(Consumer<Duration> pause) {
    this.pause = pause;
  }

  /** What the action gives once nothing is in its way. */
  <T> T of(Supplier<T> action) {
    while (true) {
      try {
        T result = action.get();
        failures = 0;
        return result;
      } catch (ClusterException failure) {
        again(failure, REFUSALS.contains(failure.exitCode()));
      } catch (StoreException failure) {
        again(failure, failure.kind() == StoreException.Kind.REFUSED);
      }
    }
  }

  private void again(RuntimeException failure, boolean refused) {
    if (refused || ++failures >= MOST) {
      throw failure;
    }
    LOG.warn("looking again in {} s: {}", PAUSE.toSeconds(), failure.getMessage());
    pause.accept(PAUSE);
  }
}
