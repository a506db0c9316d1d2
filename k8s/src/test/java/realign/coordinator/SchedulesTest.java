package realign.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ExitCode;
import realign.spec.ProblemException;
import realign.spec.RunSpec;
import realign.store.MemoryStore;
import realign.store.Payload;

/** Schedules in a store, and the nights that they have and miss. */
class SchedulesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Timing TWO = new Timing("0 2 * * *", "Europe/Berlin");
  private static final RunSpec SPEC = SampleRun.REMOTE;

  private final MemoryStore store = new MemoryStore();
  private final Schedules schedules = new Schedules(store);

  @Test
  void theSameIsPublishedOnce() {
    String version = schedules.publish("nightly", SPEC, TWO, NOON);
    assertThat(version).matches("[0-9a-f]{12}");
    assertThat(schedules.publish("nightly", SPEC, TWO, NOON.plusSeconds(60))).isEqualTo(version);
    assertThat(store.list("schedules/", "", 10)).hasSize(2);
    assertThat(schedules.spec("nightly", version)).isEqualTo(SPEC);
    assertThat(schedules.find("nightly", version))
        .contains(new Schedules.Published("nightly", version, TWO, NOON));
  }

  @Test
  void aChangeIsAnotherVersion() {
    String first = schedules.publish("nightly", SPEC, TWO, NOON);
    Timing three = new Timing("0 3 * * *", "Europe/Berlin");
    String second = schedules.publish("nightly", SPEC, three, NOON.plusSeconds(60));
    assertThat(second).isNotEqualTo(first);
    store.put(Schedules.inputs("nightly") + "rows", Payload.of(new byte[1]));
    schedules.publish("weekly", SPEC, TWO, NOON);
    assertThat(schedules.newest())
        .extracting(Schedules.Published::name, Schedules.Published::timing)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("nightly", three),
            org.assertj.core.groups.Tuple.tuple("weekly", TWO));
  }

  @Test
  void aVersionThatComesBackIsTheNewestAndCountsFromThen() {
    Timing three = new Timing("0 3 * * *", "Europe/Berlin");
    String first = schedules.publish("nightly", SPEC, TWO, NOON);
    schedules.publish("nightly", SPEC, three, NOON.plusSeconds(60));
    Instant back = NOON.plusSeconds(120);
    assertThat(schedules.publish("nightly", SPEC, TWO, back)).isEqualTo(first);
    assertThat(schedules.publish("nightly", SPEC, TWO, back.plusSeconds(60))).isEqualTo(first);
    assertThat(schedules.newest())
        .containsExactly(new Schedules.Published("nightly", first, TWO, back));
  }

  @Test
  void whatOtherMachinesDoNotSeeIsRefused() {
    assertThatThrownBy(() -> schedules.publish("nightly", SampleRun.SPEC, TWO, NOON))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
              assertThat(e.problems()).hasSizeGreaterThan(3);
            })
        .hasMessageContaining("model.path must lie in s3://");
    assertThat(store.list("", "", 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a.b", "a/b", "an-awfully-long-name-for-a-schedule"})
  void namesLeaveRoomForTheMinute(String name) {
    assertThatThrownBy(() -> schedules.publish(name, SPEC, TWO, NOON))
        .hasMessageContaining("RLN-763");
  }

  @ParameterizedTest
  @CsvSource({
    "nightly, 0123456789ab, RLN-795",
    "nightly, x, RLN-795",
    "../x, 0123456789ab, RLN-763"
  })
  void aMissingOneIsNotFound(String name, String version, String id) {
    assertThatThrownBy(() -> schedules.spec(name, version)).hasMessageContaining(id);
  }

  @Test
  void aDamagedTimingIsNone() {
    String version = schedules.publish("nightly", SPEC, TWO, NOON);
    store.put(
        "schedules/nightly/" + version + "/schedule.json",
        Payload.of("{\"cron\":\"x\"}".getBytes(StandardCharsets.UTF_8)));
    assertThat(schedules.newest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0 2 * *", "60 2 * * *", "0 2 * * * *", "0 2 * * * 2026"})
  void noCronExpression(String cron) {
    assertThatThrownBy(() -> new Timing(cron, "UTC")).hasMessageContaining("RLN-761");
  }

  @Test
  void noZone() {
    assertThatThrownBy(() -> new Timing("0 2 * * *", "Berlin")).hasMessageContaining("RLN-762");
  }

  @Test
  void nightsAreInTheirZoneAcrossTheChangeToSummerTime() {
    Timing four = new Timing("0 4 * * *", "Europe/Berlin");
    assertThat(
            four.between(
                Instant.parse("2026-03-28T03:00:00Z"), Instant.parse("2026-03-31T00:00:00Z"), 9))
        .containsExactly(
            Instant.parse("2026-03-29T02:00:00Z"), Instant.parse("2026-03-30T02:00:00Z"));
    Timing always = new Timing("* * * * *", "UTC");
    assertThat(always.between(NOON, NOON.plus(Duration.ofDays(9)), 5)).hasSize(5);
    Timing weekdays = new Timing("30 1 * * MON-FRI", "UTC");
    assertThat(
            weekdays.between(Instant.parse("2026-02-27T12:00:00Z"), NOON.plusSeconds(172_800), 5))
        .containsExactly(
            Instant.parse("2026-03-02T01:30:00Z"), Instant.parse("2026-03-03T01:30:00Z"));
  }

  @Test
  void nightsWithoutARunWereMissed() {
    Nights nights = new Nights("nightly", new Timing("0 2 * * *", "UTC"));
    Instant first = Instant.parse("2026-03-01T02:00:00Z");
    Instant fourth = Instant.parse("2026-03-04T02:00:00Z");
    List<String> runs =
        List.of(
            run(first),
            run(fourth),
            "nightly-now-202603030900",
            "nightly-2-" + minutes(Instant.parse("2026-03-03T02:00:00Z")),
            "other-1234567");
    Instant since = Instant.parse("2026-02-20T00:00:00Z");
    assertThat(nights.missed(runs, List.of(), since, fourth, 31))
        .containsExactly(
            Instant.parse("2026-03-02T02:00:00Z"), Instant.parse("2026-03-03T02:00:00Z"));
    assertThat(nights.missed(runs, List.of(), since, fourth, 1)).hasSize(1);
    assertThat(nights.missed(runs, List.of(), since, fourth.plusSeconds(3600), 31)).isEmpty();
    assertThat(nights.missed(List.of(), List.of(), first, fourth, 31)).hasSize(2);
    // from weekly to nightly: no night was due before the change
    assertThat(nights.missed(runs, List.of(), Instant.parse("2026-03-02T12:00:00Z"), fourth, 31))
        .containsExactly(Instant.parse("2026-03-03T02:00:00Z"));
    assertThat(Nights.due("nightly", run(first))).contains(first);
  }

  @Test
  void aNightThatGaveWayWasNotMissedAndHidesNone() {
    Nights nights = new Nights("nightly", new Timing("0 2 * * *", "UTC"));
    Instant first = Instant.parse("2026-03-01T02:00:00Z");
    Instant second = first.plus(Duration.ofDays(1));
    Instant third = first.plus(Duration.ofDays(2));
    schedules.publish("nightly", SPEC, TWO, NOON);
    schedules.skip("nightly", run(third), "nightly-now-202603030159", third);
    schedules.skip("nightly", run(third), "nightly-now-202603030159", third.plusSeconds(1));
    assertThat(schedules.skipped("nightly")).containsExactly(run(third));
    assertThat(schedules.newest()).as("no version").hasSize(1);
    Instant fifth = first.plus(Duration.ofDays(4));
    List<String> skipped = schedules.skipped("nightly");
    assertThat(nights.missed(List.of(run(first)), skipped, NOON, fifth, 2))
        .containsExactly(second, first.plus(Duration.ofDays(3)));
    assertThat(nights.missed(List.of(run(first)), skipped, NOON, third.plusSeconds(60), 9))
        .containsExactly(second);
  }

  private static String run(Instant due) {
    return "nightly-" + minutes(due);
  }

  private static long minutes(Instant due) {
    return due.getEpochSecond() / 60;
  }
}
