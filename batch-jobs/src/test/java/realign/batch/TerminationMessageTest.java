package realign.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import realign.spec.ExitCode;

class TerminationMessageTest {
  private final Events events =
      new Events(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

  @TempDir Path folder;

  @Test
  void tellsTheVerdictWithItsSentence() throws IOException {
    Outcome outcome = new Outcome(ExitCode.BLOCKED, "BLOCKED", "sft, seed 1: too harmful.");
    assertThat(text(TerminationMessage.of(outcome, events)))
        .isEqualTo(
            "{\"exit\":10,\"verdict\":\"BLOCKED\",\"sentence\":\"sft, seed 1: too harmful.\","
                + "\"problems\":[]}");
  }

  @Test
  void tellsProblemsAndTheMeaningOfTheExitCode() throws IOException {
    events.problem("RLN-102", "spec.yaml: modle is not a setting");
    JsonNode json = json(TerminationMessage.of(new Outcome(ExitCode.INVALID), events));
    assertThat(json.path("sentence").asText()).isEqualTo("invalid spec or data");
    assertThat(json.at("/problems/0/id").asText()).isEqualTo("RLN-102");
    assertThat(json.at("/problems/0/message").asText()).contains("modle");
  }

  @Test
  void tellsWhatIsDurableAfterAStop() throws IOException {
    events.ending("preempted; checkpoint at align-000 align 1240 committed");
    JsonNode json = json(TerminationMessage.of(new Outcome(ExitCode.PREEMPTED), events));
    assertThat(json.path("exit").asInt()).isEqualTo(75);
    assertThat(json.path("sentence").asText())
        .isEqualTo("preempted; checkpoint at align-000 align 1240 committed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain text ", "\u0001\u0002", "\uD83D\uDC1F\uD83D\uDC0B", "ß\"\\"})
  void neverIsLargerThanTheClusterKeeps(String unit) throws IOException {
    for (int problems : new int[] {0, 1, 3, 7, 500}) {
      for (int length : new int[] {1, 100, 5000}) {
        List<Events.Told> told = new ArrayList<>();
        for (int i = 0; i < problems; i++) {
          told.add(new Events.Told("RLN-" + i, unit.repeat(length)));
        }
        TerminationMessage message = new TerminationMessage(3, null, unit.repeat(length), told);
        assertThat(message.json().length).isLessThanOrEqualTo(TerminationMessage.LARGEST);
        JsonNode json = json(message);
        int kept = json.path("problems").size();
        assertThat(kept).isGreaterThanOrEqualTo(Math.min(1, problems));
        assertThat(kept + json.path("moreProblems").asInt()).isEqualTo(problems);
        assertThat(text(message)).doesNotContain("\uFFFD").doesNotContain("?");
      }
    }
  }

  @Test
  void keepsTheFirstProblemsAndSaysHowManyMore() throws IOException {
    List<Events.Told> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      told.add(new Events.Told("RLN-" + i, "x".repeat(1000)));
    }
    JsonNode json = json(new TerminationMessage(3, null, "invalid", told));
    assertThat(json.at("/problems/0/id").asText()).isEqualTo("RLN-0");
    assertThat(json.at("/problems/0/message").asText()).hasSize(500).endsWith("x…");
    assertThat(json.path("problems").size()).isEqualTo(7);
    assertThat(json.path("moreProblems").asInt()).isEqualTo(13);
  }

  @Test
  void isWrittenWhereTheEnvironmentSaysAndFailsNobody() throws IOException {
    Path file =
        Files.writeString(folder.resolve("log"), "an older and much longer message".repeat(99));
    TerminationMessage message = TerminationMessage.of(new Outcome(ExitCode.DONE), events);
    message.write(Map.of("REALIGN_TERMINATION_MESSAGE", file.toString()));
    assertThat(file).hasBinaryContent(message.json());
    message.write(Map.of("REALIGN_TERMINATION_MESSAGE", folder.resolve("no/folder").toString()));
    message.write(Map.of("REALIGN_TERMINATION_MESSAGE", "\0"));
    message.write(Map.of());
  }

  private static String text(TerminationMessage message) {
    return new String(message.json(), StandardCharsets.UTF_8);
  }

  private static JsonNode json(TerminationMessage message) throws IOException {
    return new ObjectMapper().readTree(message.json());
  }
}
