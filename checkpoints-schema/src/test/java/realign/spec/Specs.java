package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Documents that tests read. */
final class Specs {
  /** As little as a spec can say. */
  static final String MINIMAL =
      """
      apiVersion: realign/v1
      name: small
      model: {path: model}
      align:
        data: {path: safe.jsonl, format: alpaca}
        methods: [{name: sft}]
      """;

  private Specs() {}

  /** The example of the architecture. */
  static String nightly() {
    return resource("/realign/spec/nightly.yaml");
  }

  static String resource(String name) {
    try (InputStream stream = Specs.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RunSpec read(String yaml) {
    return SpecReader.ofRunSpec().text("spec.yaml", yaml).value();
  }

  /** The problems of a document that must have some. */
  static List<Problem> problems(String yaml) {
    ProblemException e = catchThrowableOfType(ProblemException.class, () -> read(yaml));
    assertThat(e).as("problems of %s", yaml).isNotNull();
    assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID);
    return e.problems();
  }
}
