package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.store.StoreException;

class FailuresTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Events events = new Events(new PrintStream(told, true, StandardCharsets.UTF_8));

  @Test
  void aStoreThatFailsIsUnavailable() {
    assertThat(Failures.tell(new StoreException("disk full", null), events))
        .isEqualTo(ExitCode.STORE_UNAVAILABLE);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("disk full").contains("RLN-401");
  }

  @Test
  void allProblemsAreToldAndTheirCodeCounts() {
    Problem one = new Problem("RLN-901", "one", null, "must be", "Mend it");
    Problem two = new Problem("RLN-902", "two", null, "must be", "Mend it");
    ProblemException both = new ProblemException(ExitCode.CREDENTIALS, List.of(one, two));
    assertThat(Failures.tell(both, events)).isEqualTo(ExitCode.CREDENTIALS);
    assertThat(told.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  @Test
  void aStopThatLostWorkEndsAsItsSignalDoes() {
    StoreException cause = new StoreException("disk full", null);
    assertThat(Failures.tell(new Launcher.LostOnStop(StopSignal.Reason.TERMINATED, cause), events))
        .isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void memoryThatRanOutIsNoDefectOfTheProgram() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    assertThat(Failures.tell(new IllegalStateException(error), events)).isEqualTo(ExitCode.INVALID);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("RLN-511").contains("batchSize");
  }
}
