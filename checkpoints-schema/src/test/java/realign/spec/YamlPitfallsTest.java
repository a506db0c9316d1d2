package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What YAML does to those who do not expect it. */
class YamlPitfallsTest {

  @ParameterizedTest
  @CsvSource({
    "1e-3, 0.001",
    "1E-3, 0.001",
    "+1e-3, 0.001",
    "1.e-3, 0.001",
    ".001, 0.001",
    "1, 1",
    "010, 10"
  })
  void numbersAreDecimalWithOrWithoutAPoint(String written, double value) {
    assertThat(Specs.read(withRate(written)).align().optimiser().lr()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'1e-3'", "1_000", "0x10", "1:30", ".inf", "-.inf", ".nan", "1e400", "yes", "~", ""
      })
  void whatOnlyLooksLikeANumberIsRefused(String written) {
    assertThat(Specs.problems(withRate(written)))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.path()).isEqualTo("align.optimiser.lr");
              assertThat(p.id()).isIn("RLN-103", "RLN-104");
              assertThat(p.where()).isEqualTo("spec.yaml:7");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "off", "y", "on"})
  void wordsAreNoBooleans(String name) {
    assertThat(Specs.read(Specs.MINIMAL.replace("small", name)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026", "true", "1e3", "null"})
  void aTextThatLooksLikeSomethingElseWantsQuotes(String name) {
    assertThat(Specs.problems(Specs.MINIMAL.replace("small", name)))
        .singleElement()
        .satisfies(p -> assertThat(p.path()).isEqualTo("name"));
    assertThat(Specs.read(Specs.MINIMAL.replace("small", "'" + name + "'")).name()).isEqualTo(name);
  }

  @Test
  void aKeyGivenTwiceIsRefusedAndTheRestReadOn() {
    assertThat(Specs.problems(Specs.MINIMAL + "name: other\nseed: -1\n"))
        .extracting(Problem::id, Problem::path, Problem::where)
        .containsExactly(
            Assertions.tuple("RLN-110", "name", "spec.yaml:7"),
            Assertions.tuple("RLN-104", "seed", "spec.yaml:8"));
  }

  @Test
  void anAliasBombIsRefusedBeforeItGrows() {
    String bomb =
        """
        a: &a [x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
        d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
        """;
    refused(bomb, "RLN-111");
    refused("a: &a [*a]", "RLN-111");
    refused("a: &a x\nb: *a", "RLN-111");
  }

  @Test
  void depthAndLengthAreLimited() {
    refused("a: " + "[".repeat(10_000) + "]".repeat(10_000), "RLN-111");
    refused("{a: ".repeat(40) + "1" + "}".repeat(40), "RLN-111");
    refused("# " + "x".repeat(1 << 21), "RLN-111");
    refused("name: " + "9".repeat(1_000_000), "RLN-107");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "# nothing", "a: b: c", "[1, 2", "a\n---\nb", "? [x]\n: y", "a: !!binary eA==",
        "a: !java.lang.Runtime {}", "a: !!set {x}", "\u0001", "just words", "[1]", "- 1", "\t- a"
      })
  void whatIsNoSpecIsRefused(String text) {
    assertThat(Specs.problems(text)).isNotEmpty();
  }

  @Test
  void aSyntaxErrorNamesItsLine() {
    assertThat(Specs.problems("apiVersion: realign/v1\nname: [a\nseed: 1\n"))
        .singleElement()
        .satisfies(p -> assertThat(p.path()).startsWith("spec.yaml:"));
  }

  @Test
  void aFileThatIsNoTextIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("spec.yaml"), new byte[] {(byte) 0xc3, 0x28});
    assertThat(problemOf(file).rule()).contains("UTF-8");
    assertThat(problemOf(folder.resolve("none.yaml")).id()).isEqualTo("RLN-112");
    assertThat(problemOf(folder).id()).isEqualTo("RLN-112");
    Files.writeString(file, Specs.MINIMAL, StandardCharsets.UTF_8);
    assertThat(SpecReader.ofRunSpec().file(file).value().name()).isEqualTo("small");
  }

  private static Problem problemOf(Path file) {
    ProblemException e =
        Assertions.catchThrowableOfType(
            ProblemException.class, () -> SpecReader.ofRunSpec().file(file));
    return e.problems().get(0);
  }

  private static void refused(String text, String... ids) {
    assertThat(Specs.problems(text)).extracting(Problem::id).containsAnyOf(ids);
  }

  private static String withRate(String rate) {
    return Specs.MINIMAL + "  optimiser: {lr: " + rate + "}\n";
  }
}
