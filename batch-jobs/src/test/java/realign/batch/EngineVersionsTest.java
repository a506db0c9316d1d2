package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineVersionsTest {
  @Test
  void anotherFlavorIsAnotherLibraryWithOrWithoutItsVersion() {
    String plain = pytorch(Map.of());
    assertThat(pytorch(Map.of("PYTORCH_FLAVOR", "cu128"))).isEqualTo(plain + " cu128");
    assertThat(pytorch(Map.of("PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128")))
        .isEqualTo("2.7.1 cu128");
    assertThat(pytorch(Map.of("PYTORCH_VERSION", "2.7.1"))).isEqualTo("2.7.1");
  }

  private static String pytorch(Map<String, String> environment) {
    return new EngineVersions(environment).read().getOrDefault("pytorch", "none");
  }
}
