package realign.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The committed objects are those that are rendered. After a change: {@code mvn -pl k8s -am test
 * -Dtest=GoldenFilesTest -Drealign.publish=true}, and read the difference.
 */
class GoldenFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/realign/render");

  @ParameterizedTest
  @EnumSource
  void isWhatIsRendered(RenderCase each) throws IOException {
    String rendered =
        Manifest.yaml(RenderCase.objects(each.target()).stream().map(Manifest::of).toList());
    Path file = FOLDER.resolve(each.file());
    if (Boolean.getBoolean("realign.publish")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, rendered);
    }
    assertThat(file).as("run with -Drealign.publish=true").exists();
    assertThat(Files.readString(file)).as("run with -Drealign.publish=true").isEqualTo(rendered);
  }

  /** The models refuse a field that they do not know, at any depth. */
  @ParameterizedTest
  @EnumSource
  void isReadByTheTypedModelsAsItWasBuilt(RenderCase each) {
    List<KubernetesObject> objects = RenderCase.objects(each.target());
    for (KubernetesObject object : objects) {
      KubernetesObject read = JSON.deserialize(Manifest.tree(object).toString(), object.getClass());
      assertThat(Manifest.tree(read)).isEqualTo(Manifest.tree(object));
      assertThat(read).isEqualTo(JSON.deserialize(JSON.serialize(object), object.getClass()));
    }
  }
}
