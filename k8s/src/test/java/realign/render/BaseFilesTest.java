package realign.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.common.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.SpecReader;

/**
 * The base for kustomize holds what {@code render --install} prints for a target that says nothing
 * but its image. After a change: {@code mvn -pl k8s -am test -Dtest=BaseFilesTest
 * -Drealign.publish=true}.
 */
class BaseFilesTest {
  static final Path BASE = Path.of("base");

  @ParameterizedTest
  @ValueSource(strings = {"installation.yaml", "nodes/nodes.yaml"})
  void isWhatIsRendered(String name) throws IOException {
    Path file = BASE.resolve(name);
    String rendered = Manifest.yaml(objects(name).stream().map(Manifest::of).toList());
    if (Boolean.getBoolean("realign.publish")) {
      Files.writeString(file, rendered);
    }
    assertThat(Files.readString(file)).as("run with -Drealign.publish=true").isEqualTo(rendered);
  }

  private static List<KubernetesObject> objects(String name) {
    Installation installation =
        new Installation(
            SpecReader.ofTarget().text("base", "cluster: {image: 'realign:0.1.0'}").value());
    return name.startsWith("nodes") ? installation.nodeReading() : installation.objects();
  }
}
