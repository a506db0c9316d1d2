package realign.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepReportTest {
  private static final Configuration VACCINE =
      new Configuration(Preset.TINY, Plan.VACCINE, "f32", 1, 2);
  private static final Configuration SFT = VACCINE.withMethod(Plan.SFT);
  private static final Configuration GENERATE = VACCINE.withMethod(Plan.GENERATE);

  /** Two runs of ours (5 ms a step, then 10), one of the reference (30 ms). */
  private static final StepReport REPORT =
      StepReport.of(
          List.of(SFT, VACCINE, GENERATE),
          Map.of(
              SFT, List.of(ours(5, 5)),
              VACCINE, List.of(ours(4, 6), ours(12, 8)),
              GENERATE, List.of(ours(10, 10))),
          Map.of(
              VACCINE, List.of(theirs(40, 20)),
              GENERATE, List.of(theirs(30, 30))),
          new Rates(1e9, 1e9, null, null),
          Map.of("processor", "made up"));

  @Test
  void theFileHasTheAgreedFields(@TempDir Path folder) {
    Path file = folder.resolve("out.json");
    Json.write(file, REPORT.json());
    JsonNode row = Json.tree(file).path("rows").path(1);
    assertThat(row.path("model").textValue()).isEqualTo("tiny");
    assertThat(row.path("method").textValue()).isEqualTo("vaccine");
    assertThat(row.path("compute").textValue()).isEqualTo("f32");
    assertThat(row.path("threads").intValue()).isEqualTo(1);
    assertThat(row.path("cpuMs").doubleValue()).isEqualTo(7.5);
    assertThat(row.path("stepMs").doubleValue()).isEqualTo(8.5);
    assertThat(row.path("flopsFraction").doubleValue()).isCloseTo(4.0 / 30, within(1e-12));
    assertThat(row.path("tokensPerSecond").doubleValue()).isCloseTo(200e3 / 34, within(1e-9));
    assertThat(row.path("peakRssMb").doubleValue()).isEqualTo(300);
    assertThat(row.path("referenceStepMs").doubleValue()).isEqualTo(31);
    assertThat(row.path("referenceCpuMs").doubleValue()).isEqualTo(30);
    assertThat(row.path("referencePeakRssMb").doubleValue()).isEqualTo(600);
  }

  @Test
  void whatWasNotMeasuredIsNullAndADash() {
    JsonNode row = Json.tree(Json.line(REPORT.rows().get(0)));
    assertThat(row.path("referenceCpuMs").isNull()).isTrue();
    assertThat(REPORT.text().lines().toList().get(1)).contains("tiny   sft").endsWith(" -");
  }

  @Test
  void theBestOfEachBatchIsTakenOverTheRepeats() {
    Row row = REPORT.rows().get(1);
    assertThat(row.cpuBestMs()).isEqualTo(5);
    assertThat(row.cpuMeansMs()).containsExactly(5.0, 10.0);
    assertThat(row.cpuRatio()).isEqualTo(0.25);
    assertThat(row.rssRatio()).isEqualTo(0.5);
  }

  @Test
  void ratiosFollowFromSeveralRows() {
    assertThat(REPORT.ratios().stream().map(r -> r.name() + " " + r.value() + " " + r.best()))
        .containsExactly(
            "CPU of Vaccine / SFT 1.5 1.0",
            "generated tokens/s / reference " + 31.0 / 11 + " " + 31.0 / 11);
  }

  @Test
  void theTableHasAColumnForEveryFigure() {
    List<String> lines = REPORT.text().lines().toList();
    assertThat(lines.get(0)).containsSubsequence("CPU ms", "of limit", "ref CPU", "RSS x");
    assertThat(lines.get(2))
        .containsSubsequence("tiny", "vaccine", "7.5", "0.13", "300", "30.0", "600", "0.250");
    assertThat(REPORT.text()).contains("processor: made up");
  }

  @Test
  void aLineOfTheReferenceIsRead() {
    ReferenceResult result =
        ReferenceResult.of(
            Json.tree(
                """
                {"wall_list_ms": [3, 4], "cpu_list_ms": [5, 6], "real_tokens": 70,
                 "new_tokens": null, "peak_rss_mb": 8, "rss_after_import_mb": 1,
                 "rss_after_load_mb": 2, "first_loss": 0.5, "last_loss": 0.25}"""));
    assertThat(result)
        .isEqualTo(new ReferenceResult(List.of(3.0, 4.0), List.of(5.0, 6.0), 70, 8, 1, 2, .5, .25));
  }

  private static StepResult ours(double... cpu) {
    List<Double> times = list(cpu);
    return new StepResult(
        times.stream().map(ms -> ms + 1).toList(),
        times,
        times,
        List.of(2.0, 1.0),
        100,
        new Flops(2e6, 0, 0, 0),
        300,
        90,
        100,
        200,
        50,
        "made up",
        1);
  }

  private static ReferenceResult theirs(double... cpu) {
    List<Double> times = list(cpu);
    return new ReferenceResult(
        times.stream().map(ms -> ms + 1).toList(), times, 100, 600, 400, 500, 2, 1);
  }

  private static List<Double> list(double... values) {
    return java.util.Arrays.stream(values).boxed().toList();
  }
}
