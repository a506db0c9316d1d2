package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchJvmTest {
  @Test
  void flagsOfThePersonComeBeforeTheClassPath() {
    BatchJvm jvm = new BatchJvm(Map.of(BatchJvm.OPTIONS, " -Xmx2g  -ea "));
    assertThat(jvm.command("a.jar", "some.Main", List.of("run")))
        .endsWith("-Xmx2g", "-ea", "-cp", "a.jar", "some.Main", "run")
        .first()
        .asString()
        .endsWith("/bin/java");
  }

  @Test
  void idleNativeThreadsSleepUnlessThePersonSaysOtherwise() {
    assertThat(new BatchJvm(Map.of()).variables()).containsEntry("OMP_WAIT_POLICY", "PASSIVE");
    assertThat(new BatchJvm(Map.of("OMP_WAIT_POLICY", "ACTIVE")).variables()).isEmpty();
  }
}
