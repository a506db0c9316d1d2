package realign.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import realign.spec.CanonicalJson;
import realign.spec.Digest;
import realign.store.FileStore;
import realign.store.ObjectStore;

/**
 * FORMAT.md, its schemas and its examples say what the code does. After a change of the format:
 * {@code mvn -pl checkpoints-schema test -Dtest=FormatTest -Drealign.publish=true} writes the
 * examples.
 */
class FormatTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EntryCodec CODEC = new EntryCodec();
  private static final JsonSchema ENTRY = schema("log-entry");

  private static JsonSchema schema(String name) {
    try {
      String text =
          Files.readString(Path.of("src/main/resources/realign/schema/" + name + ".schema.json"));
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(JSON.readTree(text));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<Arguments> valid() {
    Map<String, byte[]> all = new LinkedHashMap<>(FormatExamples.log());
    FormatExamples.abandoned().forEach((name, bytes) -> all.put("abandoned-" + name, bytes));
    return all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  private static byte[] published(String file, byte[] expected) throws IOException {
    Path path = EXAMPLES.resolve(file);
    if (Boolean.getBoolean("realign.publish")) {
      Files.createDirectories(path.getParent());
      Files.write(path, expected);
    }
    byte[] bytes = Files.readAllBytes(path);
    assertThat(bytes).as(file + ": run with -Drealign.publish=true").isEqualTo(expected);
    return bytes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void aValidExampleIsReadAndWrittenBack(String name, byte[] expected) throws IOException {
    byte[] bytes = published("valid/" + name, expected);
    long n = Long.parseLong(name.replaceAll("\\D", ""));
    assertThat(CODEC.write(CODEC.read(name, n, bytes))).isEqualTo(bytes);
    assertThat(ENTRY.validate(JSON.readTree(bytes))).isEmpty();
  }

  @Test
  void theValidExamplesAreLogs() {
    for (Map<String, byte[]> log : List.of(FormatExamples.log(), FormatExamples.abandoned())) {
      LogState state = LogState.EMPTY;
      for (Map.Entry<String, byte[]> file : log.entrySet()) {
        LogEntry entry = CODEC.read(file.getKey(), state.head() + 1, file.getValue());
        state = state.after(file.getKey(), new LogState.Stored(entry, Digest.of(file.getValue())));
      }
      assertThat(state.ended()).isTrue();
    }
  }

  static Set<String> hints() {
    return FormatExamples.hints().keySet();
  }

  @ParameterizedTest
  @MethodSource("hints")
  void aHintIsReadAndKeepsToItsSchema(String name) throws IOException {
    String text = FormatExamples.hints().getOrDefault(name, "");
    byte[] bytes = published("valid/" + name, text.getBytes(StandardCharsets.UTF_8));
    JsonSchema schema = schema(name.replace(".json", ""));
    assertThat(schema.validate(JSON.readTree(bytes))).isEmpty();
    assertThat(schema.validate(JSON.readTree("{}"))).isNotEmpty();
  }

  static Stream<Arguments> invalid() {
    return FormatExamples.faults().entrySet().stream()
        .map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void anInvalidExampleIsRefusedForItsFault(String name, FormatExamples.Fault fault)
      throws IOException {
    byte[] bytes = published("invalid/" + name + ".json", FormatExamples.faulty(fault));
    long n = Long.parseLong(fault.example().replaceAll("\\D", ""));
    assertThatThrownBy(() -> CODEC.read(name, n, bytes))
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(fault.says());
    assertThat(refusedBySchema(bytes)).as("by the schema").isEqualTo(fault.schemaRefuses());
  }

  private static boolean refusedBySchema(byte[] bytes) throws IOException {
    try {
      return !ENTRY.validate(JSON.readTree(bytes)).isEmpty();
    } catch (JsonProcessingException e) {
      return false; // no JSON at all: a schema is never asked
    }
  }

  @Test
  void noOtherExampleLiesThere() throws IOException {
    Set<String> expected = new TreeSet<>();
    valid().forEach(a -> expected.add("valid/" + a.get()[0]));
    hints().forEach(name -> expected.add("valid/" + name));
    invalid().forEach(a -> expected.add("invalid/" + a.get()[0] + ".json"));
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> EXAMPLES.relativize(f).toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void whatTheCodeWritesKeepsToTheSchemas(@TempDir Path folder) throws IOException {
    ObjectStore store = smallRun(folder);
    int entries = 0;
    for (String key : store.list("", "", 1000)) {
      if (key.endsWith(".json")) {
        JsonNode json = JSON.readTree(store.get(key).orElseThrow());
        assertThat(schemaOf(key).validate(json)).as(key).isEmpty();
        entries++;
      }
    }
    assertThat(entries).isGreaterThan(8);
  }

  private static JsonSchema schemaOf(String key) {
    if (key.contains("/log/")) {
      return ENTRY;
    } else if (key.startsWith("keys/")) {
      return schema("key-hint");
    }
    return schema(key.endsWith("head.json") ? "head" : "heartbeat");
  }

  private static ObjectStore smallRun(Path folder) {
    FileStore store = new FileStore(folder);
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      log.saveNow(Logs.draft(1));
      log.saveNow(Logs.artefact(2, "adapter", "a2", true));
    }
    try (ScopeLog log = Logs.claim(store, "align-000")) {
      log.restore();
      log.saveNow(Logs.end(3));
      log.done("ab".repeat(32), Map.of("records", "ab".repeat(32)));
    }
    return store;
  }

  // FORMAT.md

  private static String format() throws IOException {
    return Files.readString(Path.of("FORMAT.md"));
  }

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of("stamp", LogEntry.Stamp.class, ""),
        Arguments.of("claim", LogEntry.Claim.class, "format kind"),
        Arguments.of("commit", LogEntry.Commit.class, "format kind"),
        Arguments.of("done", LogEntry.Done.class, "format kind"),
        Arguments.of("release", LogEntry.Release.class, "format kind"),
        Arguments.of("maintenance", LogEntry.Maintenance.class, "format kind"),
        Arguments.of("holder", Holder.class, ""),
        Arguments.of("provenance", Provenance.class, ""),
        Arguments.of("contents", Contents.class, ""),
        Arguments.of("blob", BlobRef.class, ""),
        Arguments.of("record part", RecordPart.class, ""),
        Arguments.of("origin", Origin.class, ""),
        Arguments.of("heartbeat", ScopeView.Heartbeat.class, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void everyFieldStandsInItsTable(String title, Class<?> record, String more) throws IOException {
    Set<String> expected = new TreeSet<>();
    Arrays.stream(record.getRecordComponents()).forEach(c -> expected.add(c.getName()));
    Stream.of(more.split(" ")).filter(field -> !field.isEmpty()).forEach(expected::add);
    assertThat(fields(title)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> fields(String title) throws IOException {
    String text = format();
    int begin = text.indexOf("\n#### " + title + "\n");
    assertThat(begin).as("section " + title).isPositive();
    int end = text.indexOf("\n#", begin + 5);
    return rows(text.substring(begin, end)).stream()
        .map(row -> row.get(1).replace("`", ""))
        .toList();
  }

  /** The cells of all rows of tables whose first cell is a requirement or a value. */
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("| _required_ ") || line.startsWith("| _optional_ ")) {
        rows.add(Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList());
      }
    }
    return rows;
  }

  @Test
  void theTestValuesHold() throws IOException {
    Matcher digests =
        Pattern.compile("\\| digest \\| `(.*)` \\| `([0-9a-f]{64})` \\|").matcher(format());
    Matcher canonical =
        Pattern.compile("\\| canonical \\| `(.*)` \\| `(.*)` \\|").matcher(format());
    int count = 0;
    for (; digests.find(); count++) {
      assertThat(Digest.of(digests.group(1).replace("\\n", "\n"))).isEqualTo(digests.group(2));
    }
    for (; canonical.find(); count++) {
      assertThat(CanonicalJson.write(JSON.readTree(canonical.group(1))))
          .isEqualTo(canonical.group(2));
    }
    assertThat(count).isGreaterThanOrEqualTo(10);
  }

  @Test
  void theChainOfTheExamplesIsTheOneInTheText() throws IOException {
    for (String file : List.of("0-claim.json", "1-commit.json")) {
      byte[] bytes = FormatExamples.log().getOrDefault(file, new byte[0]);
      assertThat(format()).contains("| `" + file + "` | `" + Digest.of(bytes) + "` |");
    }
  }

  // The independent reader

  @Test
  void aCheckpointIsCheckedByHand(@TempDir Path folder) throws Exception {
    assumeTrue(has("jq") && has("sha256sum"), "needs jq and sha256sum");
    ObjectStore store = smallRun(folder);
    assertThat(check(folder, 0)).contains("entry 6 done").contains("all as it was written");

    String blob = store.list("runs/" + Logs.RUN + "/align-000/blobs/", "", 1).get(0);
    byte[] bytes = store.get(blob).orElseThrow();
    bytes[0] ^= 1;
    Files.write(folder.resolve(blob), bytes);
    assertThat(check(folder, 1)).contains("DAMAGED").contains("has other bytes than were written");
    Files.delete(folder.resolve(blob));
    assertThat(check(folder, 1)).contains("is missing");
  }

  @Test
  void aChangedEntryIsFoundByHand(@TempDir Path folder) throws Exception {
    assumeTrue(has("jq") && has("sha256sum"), "needs jq and sha256sum");
    smallRun(folder);
    Path entry = folder.resolve("runs/" + Logs.RUN + "/align-000/log/0000000001.json");
    Files.writeString(entry, Files.readString(entry).replace("\"position\":1", "\"position\":9"));
    assertThat(check(folder, 1)).contains("0000000002.json").contains("does not follow entry 1");
  }

  private static String check(Path folder, int rc) throws Exception {
    Process process =
        new ProcessBuilder("../scripts/check-checkpoint", folder.toString(), Logs.RUN)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isEqualTo(rc);
    return out;
  }

  private static boolean has(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}
