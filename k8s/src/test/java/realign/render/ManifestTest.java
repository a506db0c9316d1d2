package realign.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1JobStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Objects as text. */
class ManifestTest {
  private static final String SIGNS = "aZ09-_.:/#&*!|>'\"%@`{}[],?=~ \t\n\\eE+xonyf$";

  /** Each of them means something else to one reader of YAML or another, where it is not quoted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "12e45678",
        "0x1F",
        "0o7",
        "010",
        "1_000",
        ".5",
        "+1",
        "-1",
        "-",
        "1:30",
        "2026-01-01",
        "true",
        "Yes",
        "n",
        "on",
        "null",
        "~",
        "",
        " a",
        "a ",
        "a: b",
        "a #b",
        "# a",
        "*a",
        "&a",
        "- a",
        "@a",
        "`a",
        "%a",
        "{a",
        "[a",
        "a\nb",
        "\t",
        "'",
        "\"",
        "\\",
        ".inf",
        "-.inf",
        ".nan",
        "NaN",
        "1e3",
        "---",
        "...",
        "=",
        "<<",
        "0 2 * * *",
        "$(REALIGN_RUN)",
        "--run",
        "a:",
        "-1e5",
        "/work",
        "é",
        "\u2028",
        "---a",
        "- ",
        "-a: b"
      })
  void aTextStaysTheText(String text) {
    assertThat(readBack(text)).isEqualTo(text);
  }

  @Test
  void anyTextStaysTheText() {
    Random random = new Random(6);
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(8), 0, SIGNS.length())
          .forEach(sign -> text.append(SIGNS.charAt(sign)));
      assertThat(readBack(text.toString())).isEqualTo(text.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatIsSetAndNothingElse(RenderCase each) {
    RenderCase.objects(each.target()).forEach(object -> says(Manifest.tree(object)));
  }

  @Test
  void leavesOutWhatTheClusterAdds() {
    var job = RenderCase.run(RenderCase.MINIMAL.target()).coordinator();
    JsonNode before = Manifest.tree(job);
    job.setStatus(new V1JobStatus().active(1));
    job.getMetadata().creationTimestamp(OffsetDateTime.parse("2026-01-01T00:00:00Z"));
    job.getSpec().getTemplate().getMetadata().creationTimestamp(OffsetDateTime.MIN);
    job.getMetadata().finalizers(List.of()).annotations(Map.of());
    assertThat(Manifest.tree(job)).isEqualTo(before);
  }

  @Test
  void beginsWithWhatItIs() {
    String yaml = Manifest.yaml(RenderCase.run(RenderCase.MINIMAL.target()).coordinator());
    assertThat(yaml).startsWith("apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: demo-12e4");
  }

  @Test
  void commentsAreForTheReaderAlone() {
    var one = RenderCase.run(RenderCase.MINIMAL.target()).coordinator();
    String yaml = Manifest.yaml(List.of(new Manifest(one, "first\nsecond"), Manifest.of(one)));
    assertThat(yaml).startsWith("# first\n# second\napiVersion: ").contains("\n---\napiVersion: ");
    assertThat(Manifest.list(List.of(new Manifest(one, "first"))).path("items").get(0))
        .isEqualTo(Manifest.tree(one));
  }

  private static void says(JsonNode node) {
    assertThat(node.isNull()).isFalse();
    if (node.isContainerNode()) {
      assertThat(node.isEmpty()).isFalse();
      node.forEach(ManifestTest::says);
    }
  }

  private static Object readBack(String text) {
    V1ConfigMap map =
        new V1ConfigMap()
            .apiVersion("v1")
            .kind("ConfigMap")
            .metadata(new V1ObjectMeta().name("a"))
            .data(Map.of("key", text));
    Map<String, Map<String, Object>> read =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Manifest.yaml(map));
    return Objects.requireNonNull(Objects.requireNonNull(read.get("data")).get("key"));
  }
}
