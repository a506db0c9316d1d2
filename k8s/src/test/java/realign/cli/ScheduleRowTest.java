package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import realign.cluster.JobView;
import realign.coordinator.Schedules;

/** Which night of a schedule counts as a success. */
class ScheduleRowTest {
  private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");
  private static final String SKIPPED = night(2);

  /** The cluster says that the last night that is complete was a success. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "C- | 2026-03-01T03:00:00Z",
        "CC | 2026-03-01T03:00:00Z",
        "CCC | 2026-03-03T03:00:00Z",
        "CCF | 2026-03-01T03:00:00Z",
        "-C | ''",
        "FC | ''",
        "-- | 2026-02-20T03:00:00Z",
      })
  void isTheLastOneThatDidNotGiveWay(String nights, String succeeded) throws IOException {
    List<JobView> jobs = new ArrayList<>(List.of(job("other-29538360", NIGHT.plusSeconds(1), 'C')));
    Instant said = Instant.parse("2026-02-20T03:00:00Z");
    for (int n = 1; n <= nights.length(); n++) {
      char state = nights.charAt(n - 1);
      Instant ended = NIGHT.plusSeconds(86_400L * (n - 1) + 3600);
      if (state != '-') {
        jobs.add(job(night(n), ended, state));
      }
      said = state == 'C' ? ended : said;
    }
    jobs.add(job("nightly-now-202603050000", NIGHT.plusSeconds(400_000), 'C'));
    ScheduleRow row = ScheduleRow.of(cronJob(said), jobs, List.of(SKIPPED), null);
    assertThat(row.succeeded()).isEqualTo(succeeded);
  }

  /** When no Job of a night is left, the note tells whether the last one gave way. */
  @ParameterizedTest
  @CsvSource({"-86400, 2026-03-01T02:00:00Z", "-30, ''", "40, ''", "86400, 2026-03-01T02:00:00Z"})
  void isUnknownWhereTheLastOneGaveWayLongAgo(long before, String succeeded) throws IOException {
    Schedules.Skipped note =
        new Schedules.Skipped("nightly", SKIPPED, "nightly-now-1", NIGHT.plusSeconds(before));
    ScheduleRow row = ScheduleRow.of(cronJob(NIGHT), List.of(), List.of(SKIPPED), note);
    assertThat(row.succeeded()).isEqualTo(succeeded);
  }

  @Test
  void showsTheNightThatGaveWay() throws IOException {
    Schedules.Skipped note =
        new Schedules.Skipped("nightly", SKIPPED, "nightly-now-202603020155", NIGHT);
    ScheduleRow row = ScheduleRow.of(cronJob(NIGHT), List.of(), List.of(SKIPPED), note);
    assertThat(ScheduleRow.table(List.of(row), NIGHT).render())
        .contains("SKIPPED")
        .contains("2026-03-02T02:00:00Z");
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    row.add(json, NIGHT);
    assertThat(json.path("lastSkipped").path("run").asText()).isEqualTo(SKIPPED);
  }

  private static String night(int n) {
    return "nightly-" + (NIGHT.getEpochSecond() / 60 + 1440L * (n - 1));
  }

  private static JsonNode cronJob(Instant success) throws IOException {
    return new ObjectMapper()
        .readTree(
            """
            {"metadata":{"name":"nightly"},"spec":{"schedule":"0 2 * * *"},
             "status":{"lastSuccessfulTime":"%s"}}"""
                .formatted(success));
  }

  private static JobView job(String name, Instant ended, char state) {
    return new JobView(
        name,
        "uid",
        "coordinator",
        state == 'C' ? JobView.State.COMPLETE : JobView.State.FAILED,
        "",
        "",
        0,
        List.of(),
        List.of(),
        ended,
        ended,
        Map.of(),
        List.of(),
        "",
        null,
        null);
  }
}
