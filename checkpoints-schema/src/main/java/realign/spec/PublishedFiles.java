package realign.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import realign.spec.binding.Schemas;
import realign.spec.binding.SettingsTable;

/**
 * The files of this module that are written from the records: JSON Schemas and the reference table.
 * They are committed, so that people and editors find them; a test holds them to the records.
 */
public final class PublishedFiles {
  private static final String SCHEMAS = "src/main/resources/realign/schema/";

  private PublishedFiles() {}

  /** Writes all of them under the module's folder, the only argument. */
  public static void main(String[] args) throws IOException {
    Path module = Path.of(args[0]);
    for (Map.Entry<String, String> file : contents().entrySet()) {
      Path path = module.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  /** Content of each file by its path in the module. */
  static Map<String, String> contents() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(SCHEMAS + "run-spec.schema.json", PrettyJson.write(runSpecSchema()));
    files.put(SCHEMAS + "target.schema.json", PrettyJson.write(targetSchema()));
    files.put("SETTINGS.md", settings());
    return files;
  }

  static ObjectNode runSpecSchema() {
    return Schemas.of(
        RunSpec.class, "urn:realign:v1:run-spec", "Run spec: what decides the numbers");
  }

  static ObjectNode targetSchema() {
    return Schemas.of(
        Target.class, "urn:realign:v1:target", "Target: where and how a run executes");
  }

  private static String settings() {
    return """
    # Settings

    Written from the records in `realign.spec`; do not edit. All settings of the run spec, then those
    of the target. A setting in a group that is left out, as a whole or in part, has the default of
    its own row. An unknown key is an error. Numbers are decimal; `1e-3` is one. Texts are a single
    line, lists hold nothing twice, times carry their unit. JSON Schemas for editors lie in
    `src/main/resources/realign/schema`.

    ## Run spec: what decides the numbers

    """
        + SettingsTable.of(RunSpec.class)
        + "\n## Target: where and how a run executes\n\n"
        + SettingsTable.of(Target.class);
  }
}
