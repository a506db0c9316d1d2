package realign.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.cluster.ClusterException;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.StoreException;

/** How often what fails is tried. */
class PatienceTest {
  private final List<Duration> pauses = new ArrayList<>();
  private int tries;

  @ParameterizedTest
  @CsvSource({
    "STORE_UNAVAILABLE, 60",
    "FAILED, 60",
    "CREDENTIALS, 6",
    "INVALID, 1",
    "NOT_FOUND, 1"
  })
  void aCluster(ExitCode exit, int most) {
    always(new ClusterException(exit, problem(), null), most);
  }

  @ParameterizedTest
  @CsvSource({"STORE_UNAVAILABLE, 60", "CREDENTIALS, 6", "PREEMPTED, 1", "FAILED, 1"})
  void aProgram(ExitCode exit, int most) {
    always(new ProblemException(exit, problem()), most);
  }

  @ParameterizedTest
  @CsvSource({
    "BUSY, STORE_UNAVAILABLE, 60",
    "UNKNOWN, STORE_UNAVAILABLE, 60",
    "REFUSED, CREDENTIALS, 6",
    "REFUSED, STORE_UNAVAILABLE, 1"
  })
  void aStore(StoreException.Kind kind, ExitCode exit, int most) {
    always(new StoreException("x", null, kind, exit), most);
  }

  @Test
  void whatIsMendedGoesOn() {
    Patience patience = new Patience(pauses::add);
    assertThat(patience.of(() -> attempt(3))).isEqualTo(3);
    assertThat(pauses).hasSize(2);
  }

  private int attempt(int good) {
    if (++tries < good) {
      throw new ProblemException(ExitCode.CREDENTIALS, problem());
    }
    return tries;
  }

  private void always(RuntimeException failure, int most) {
    Patience patience = new Patience(pauses::add);
    assertThatThrownBy(
            () ->
                patience.of(
                    () -> {
                      tries++;
                      throw failure;
                    }))
        .isSameAs(failure);
    assertThat(tries).isEqualTo(most);
    assertThat(pauses).hasSize(most - 1);
  }

  private static Problem problem() {
    return new Problem("RLN-123", "x", null, "must be there", "Put it there");
  }
}
