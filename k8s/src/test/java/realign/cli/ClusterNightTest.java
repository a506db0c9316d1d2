package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import realign.cluster.ControlPlane;
import realign.cluster.NeedsControlPlane;
import realign.render.Labels;
import realign.store.ObjectStore;

/** A schedule on a real control plane, whose minute the test has to wait for. */
@NeedsControlPlane
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ClusterNightTest {
  private static final String SCHEDULE = "end-to-end";

  @TempDir private Path folder;
  private ClusterWorld.Place place;

  @BeforeEach
  void place() throws IOException {
    place = ClusterWorld.shared().place(folder);
    place.target("");
    place.withoutGpu(); // those are the other tests'
    place.spec(spec -> spec.replaceAll("gate: .*", ""));
  }

  @AfterEach
  void noMoreNights() {
    if (place != null) { // else it skipped
      place.kubectl("delete", "cronjob", "--all");
    }
  }

  @Test
  void firesOnTheMinuteAndIsNotDoubled() throws IOException {
    assertThat(realign("submit", "tiny.yaml", "--schedule", "* * * * *"))
        .as(place.world::err)
        .isZero();
    assertThat(
            place.kubectl("get", "cronjob", SCHEDULE, "-o", "jsonpath={.spec.concurrencyPolicy}"))
        .isEqualTo("Forbid");
    String night =
        await()
            .atMost(Duration.ofSeconds(90))
            .until(this::nights, nights -> !nights.isEmpty())
            .get(0);
    assertThat(realign("schedule", "suspend", SCHEDULE)).as(place.world::err).isZero();
    assertThat(place.ended(night, Duration.ofMinutes(2))).isEqualTo("Complete");
    assertThat(place.report(night).path("run").asText()).isEqualTo(night);
    List<String> jobs = jobs();

    // the controller starts it once more, long after
    place.kubectl("delete", "job", night, "--cascade=orphan");
    place.kubectl("create", "job", "--from=cronjob/" + SCHEDULE, night);
    assertThat(place.ended(night, Duration.ofMinutes(1))).isEqualTo("Complete");
    assertThat(jobs()).containsExactlyInAnyOrderElementsOf(jobs);

    assertThat(realign("schedule", "run-now", SCHEDULE)).as(place.world::err).isZero();
    String now = place.world.out().strip();
    assertThat(now).startsWith(SCHEDULE + "-");
    assertThat(place.ended(now, Duration.ofMinutes(1))).isEqualTo("Complete");
    assertThat(place.report(now).path("findingsDigest"))
        .isEqualTo(place.report(night).path("findingsDigest"));
    assertThat(jobs()).contains(now + "-report").doesNotContain(now + "-nightly");
    givesWayToARunThatForbidDoesNotSee();
  }

  private void givesWayToARunThatForbidDoesNotSee() {
    String night = SCHEDULE + "-29999999";
    place.kubectl("create", "job", "busy", "--image", ControlPlane.IMAGE, "--", "sleep", "600");
    place.kubectl(
        "label",
        "job",
        "busy",
        Labels.NAME + "=" + Labels.REALIGN,
        Labels.COMPONENT + "=" + Labels.COORDINATOR,
        Labels.SCHEDULE + "=" + SCHEDULE);
    place.kubectl("create", "job", "--from=cronjob/" + SCHEDULE, night);
    assertThat(place.ended(night, Duration.ofMinutes(1))).isEqualTo("Complete");
    try (ObjectStore store = place.open()) {
      assertThat(store.list("runs/" + night + "/", "", 1)).isEmpty();
      assertThat(store.list("schedules/" + SCHEDULE + "/skipped/", "", 9))
          .containsExactly("schedules/" + SCHEDULE + "/skipped/" + night + ".json");
    }
    place.kubectl("delete", "job", "busy");
  }

  private int realign(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--target";
    all[arguments.length + 1] = "target.yaml";
    return place.realign(all);
  }

  /** Coordinators that the schedule started: their names are those of runs. */
  private List<String> nights() {
    return jobs().stream().filter(name -> name.matches(SCHEDULE + "-\\d+")).toList();
  }

  private List<String> jobs() {
    try {
      JsonNode all =
          new com.fasterxml.jackson.databind.ObjectMapper()
              .readTree(place.kubectl("get", "jobs", "-o", "json"));
      return StreamSupport.stream(all.path("items").spliterator(), false)
          .map(job -> job.path("metadata").path("name").asText())
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
