package realign.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportDocumentTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReportDocument document = document();

  private static ReportDocument document() {
    SampleFindings sample = new SampleFindings();
    sample.prompts = 4;
    sample.base = 4;
    Findings findings = sample.build();
    Instant time = Instant.parse("2026-03-04T02:00:00Z");
    return new ReportDocument(
        ReportDocument.VERSION,
        "sample-1",
        Gate.decide(SampleFindings.gate(), findings, new Champion.None()),
        findings,
        findings.digest(),
        Limits.of(SampleFindings.spec()),
        new Circumstances(
            List.of(
                new Circumstances.Attempt(
                    "base",
                    1,
                    "attempt a (process 1)",
                    time,
                    null,
                    null,
                    "the beginning",
                    null,
                    0,
                    Circumstances.Ending.REPLACED,
                    0)),
            List.of(
                new StageCosts(
                    "align-000",
                    "align",
                    new StageCosts.Cost(400, 612.5, 650.25, 1_100_000_000L, 4_096_000L),
                    new StageCosts.Cost(400, 598.75, 702.5, 1_150_000_000L, 4_096_000L))),
            List.of(
                new Circumstances.Copied("base", "night-1", "base", 3, "evaluate 10", true),
                new Circumstances.Copied(
                    "align-000", "night-1", "align-000", 7, "align 40", false)),
            List.of(
                new Circumstances.Computed(
                    "align-000",
                    "align 40",
                    new Circumstances.Machine("0.1.0", Map.of(), "cpu", "AVX512", 1),
                    List.of("processor AVX2 -> AVX512"))),
            List.of(new Circumstances.Abandoned("cell-001", "exit 1 three times")),
            new Circumstances.Machine("0.1.0", Map.of("djl", "0.36.0"), "cpu", "AVX2", 1),
            time),
        new ReportProvenance(
            "sample",
            "0".repeat(64),
            Map.of(),
            Map.of("seed", "42"),
            Map.of(),
            Map.of(),
            List.of("realign run sample.yaml --fresh")));
  }

  @Test
  void writesTheGoldenBytes() throws IOException {
    // for a look at the difference, and to take over an intended one
    Files.writeString(Path.of("target/sample.report.json"), document.toJson());
    assertThat(document.toJson()).isEqualTo(resource("sample.report.json"));
  }

  @Test
  void readsBackWhatItWrote() {
    assertThat(ReportDocument.fromJson(document.toJson())).isEqualTo(document);
    assertThat(verdict(document.toJson())).isNotNull().isEqualTo(document.verdict());
  }

  @Test
  void keepsToItsSchema() throws IOException {
    assertThat(schema().validate(JSON.readTree(document.toJson()))).isEmpty();
  }

  @Test
  void theSchemaFindsWhatIsWrong() throws IOException {
    ObjectNode wrong = (ObjectNode) JSON.readTree(document.toJson());
    wrong.put("surprise", 1);
    ((ObjectNode) wrong.get("findings").get("scopes").get(0).get("points").get(0).get("refusal"))
        .put("value", 101);
    ((ObjectNode) wrong.get("verdict")).put("outcome", "MAYBE");
    assertThat(schema().validate(wrong)).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void refusesUnknownFieldsAndVersions() {
    String json = document.toJson();
    assertThatThrownBy(() -> ReportDocument.fromJson(json.replace("\"run\"", "\"runn\"")))
        .hasMessageContaining("runn");
    assertThatThrownBy(
            () ->
                ReportDocument.fromJson(
                    json.replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2")))
        .hasMessageContaining("schemaVersion must be 1, but is 2");
  }

  private static JsonSchema schema() throws IOException {
    JsonNode schema = JSON.readTree(resource("/realign/schema/report.schema.json"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }

  private static String resource(String name) {
    try (InputStream in = ReportDocumentTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aVerdictIsReadWithoutWhatComesBehindIt() {
    String cut = document.toJson().substring(0, document.toJson().indexOf("\"findings\""));
    assertThat(verdict(cut)).isEqualTo(document.verdict());
    assertThat(verdict("{\"schemaVersion\": 1, \"verdict\": null}")).isNull();
    assertThatThrownBy(() -> verdict("{\"schemaVersion\": 2, \"verdict\": null}"))
        .hasMessageContaining("must be 1, but is 2");
    assertThatThrownBy(() -> verdict("no JSON")).isInstanceOf(IllegalArgumentException.class);
  }

  private static @Nullable Verdict verdict(String json) {
    return ReportDocument.verdict(json.getBytes(StandardCharsets.UTF_8));
  }
}
