package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.RunId;

/** Names of nights that a person begins. */
class ScheduleRunNowCommandTest {
  private static final Instant NOW = Instant.parse("2099-12-31T23:59:59Z");

  @ParameterizedTest
  @ValueSource(ints = {1, 23, 24, 28, 29, 31})
  void areRunIdsHoweverLongTheScheduleIs(int length) {
    String schedule = "s".repeat(length);
    String run = new RunId(ScheduleRunNowCommand.run(schedule, NOW)).text();
    assertThat(ScheduleRunNowCommand.isNight(schedule, run)).isTrue();
    assertThat(ScheduleRunNowCommand.isNight(schedule + "s", run)).isFalse();
    assertThat(ScheduleRunNowCommand.run(schedule, NOW.plusSeconds(60))).isNotEqualTo(run);
  }
}
