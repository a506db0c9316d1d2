package realign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import realign.testing.Cases;
import realign.testing.Draw;

/** Whatever a key is made of: it is refused with a message, or it names a place in the store. */
class HostileKeyTest {
  private static final Path ROOT = Path.of("/store");

  private static final List<String> PARTS =
      List.of(
          "a",
          "Z9",
          "..",
          ".",
          "...",
          "",
          "/",
          "//",
          "\\",
          "~",
          "%2e%2e",
          "a..b",
          "-",
          "_",
          ".a",
          "a.",
          " ",
          "\n",
          "\r",
          "\0",
          "\u001b[2J",
          "\u202e",
          "\ud800",
          "é",
          "e\u0301",
          "C:",
          "*",
          "?",
          "a".repeat(255),
          "a".repeat(256),
          "a/".repeat(400),
          "con",
          "aux.json");

  @Cases(50)
  void isRefusedOrLiesInTheStore(Draw draw) {
    for (int i = 0; i < 400; i++) {
      StringBuilder key = new StringBuilder();
      for (int parts = draw.below(5); parts >= 0; parts--) {
        key.append(PARTS.get(draw.below(PARTS.size()))).append(draw.below(2) == 0 ? "/" : "");
      }
      check(key.toString());
    }
  }

  private static void check(String key) {
    try {
      StoreKey.check(key);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("store key").contains("must be");
      return;
    }
    Path path = ROOT.resolve(key).normalize();
    assertThat(path.startsWith(ROOT)).as(key).isTrue();
    assertThat(path.toString()).isEqualTo(ROOT + "/" + key);
    assertThat(key.chars()).allMatch(c -> c > ' ' && c < 127);
  }

  @Test
  void aLongOneIsRefusedAtOnce() {
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> check("a.-".repeat(10_000_000)));
  }
}
