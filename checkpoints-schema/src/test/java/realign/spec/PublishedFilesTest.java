package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed files are those that the records give. After a change of the records: {@code mvn
 * -pl checkpoints-schema test -Dtest=PublishedFilesTest -Drealign.publish=true}.
 */
class PublishedFilesTest {
  private static final Path MODULE = Path.of("");

  static Iterable<String> files() {
    return PublishedFiles.contents().keySet();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isWhatTheRecordsGive(String file) throws IOException {
    if (Boolean.getBoolean("realign.publish")) {
      PublishedFiles.main(new String[] {MODULE.toAbsolutePath().toString()});
    }
    assertThat(MODULE.resolve(file)).as("run with -Drealign.publish=true").exists();
    assertThat(Files.readString(MODULE.resolve(file)))
        .as("run with -Drealign.publish=true")
        .isEqualTo(PublishedFiles.contents().get(file));
  }

  @Test
  void schemasAreSchemas() {
    JsonSchema meta =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of(SchemaId.V202012));
    assertThat(meta.validate(PublishedFiles.runSpecSchema())).isEmpty();
    assertThat(meta.validate(PublishedFiles.targetSchema())).isEmpty();
  }
}
