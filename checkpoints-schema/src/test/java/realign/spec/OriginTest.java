package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @Test
  void everyValueHasItsOrigin() {
    List<Origin> origins =
        SpecReader.ofRunSpec()
            .text("small.yaml", Specs.MINIMAL.replace("name: sft", "name: vaccine"))
            .origins();

    assertThat(origins)
        .extracting(o -> o.path() + " = " + o.value() + "  " + o.source())
        .contains(
            "name = \"small\"  spec small.yaml:2",
            "seed = 42  default",
            "align.methods[0].rho = 2  default",
            "align.lora.alpha = 4  default",
            "align.maxSteps = none  default",
            "attack = none  default");
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheDocument() {
    Reading<Target> reading =
        SpecReader.ofTarget()
            .override("store", "file:/flag", Origin.Source.flag("--store"))
            .override("store", "file:/environment", Origin.Source.environment("REALIGN_STORE"))
            .override("checkpoint.every", "10s", Origin.Source.environment("EVERY"))
            .text("target.yaml", "store: file:/document\nthreads: 2\n");

    assertThat(reading.value().store()).isEqualTo("file:/flag");
    assertThat(reading.origins())
        .extracting(o -> o.path() + " = " + o.value() + "  " + o.source())
        .contains(
            "store = \"file:/flag\"  flag --store",
            "checkpoint.every = \"10s\"  environment EVERY",
            "checkpoint.everySteps = 50  default",
            "threads = 2  spec target.yaml:2");
  }

  @Test
  void aWrongOverrideIsRefusedByItsName() {
    assertThatThrownBy(
            () ->
                SpecReader.ofTarget()
                    .override("threads", "many", Origin.Source.flag("--threads"))
                    .defaults())
        .hasMessageContaining("--threads: threads must be a whole number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "threads | 0 | threads",
        "threads | [1] | threads",
        "checkpoint | {everySteps: 0} | checkpoint.everySteps",
        "checkpoint | {evrySteps: 1} | checkpoint.evrySteps"
      })
  void everythingWithinAWrongOverrideIsToldByItsName(String setting, String value, String path) {
    assertThatThrownBy(
            () ->
                SpecReader.ofTarget()
                    .override(setting, value, Origin.Source.environment("VARIABLE"))
                    .defaults())
        .hasMessageStartingWith("VARIABLE: " + path);
  }

  @Test
  void whatLiesWithinAnOverrideStemsFromIt() {
    assertThat(
            SpecReader.ofTarget()
                .override("checkpoint", "{everySteps: 3}", Origin.Source.flag("--checkpoint"))
                .defaults()
                .origins())
        .extracting(o -> o.path() + " = " + o.value() + "  " + o.source())
        .contains("checkpoint.everySteps = 3  flag --checkpoint");
  }
}
