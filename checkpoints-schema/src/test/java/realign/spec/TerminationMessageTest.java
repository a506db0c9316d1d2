package realign.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod says at its end, and how it is read. */
class TerminationMessageTest {
  private static final TerminationMessage BLOCKED =
      new TerminationMessage(
          ExitCode.BLOCKED,
          "BLOCKED",
          "Harmful score 70 of at most 60.",
          List.of(new TerminationMessage.Told("RLN-601", "gate was blocked")));

  @Test
  void isReadAsItWasWritten(@TempDir Path folder) throws IOException {
    BLOCKED.write(folder.resolve("termination-log"));
    String text = Files.readString(folder.resolve("termination-log"));
    assertThat(text)
        .isEqualTo(
            "{\"exit\":10,\"verdict\":\"BLOCKED\","
                + "\"sentence\":\"Harmful score 70 of at most 60.\","
                + "\"problems\":[{\"id\":\"RLN-601\",\"message\":\"gate was blocked\"}]}");
    assertThat(TerminationMessage.parse(text)).contains(BLOCKED);
  }

  @Test
  void isNeverLongerThanAClusterKeeps() {
    var problem = new TerminationMessage.Told("RLN-601", "ä".repeat(1000));
    var many =
        new TerminationMessage(ExitCode.FAILED, null, "it failed", Collections.nCopies(9, problem));
    assertThat(bytes(many)).isLessThanOrEqualTo(TerminationMessage.LONGEST);
    TerminationMessage read = TerminationMessage.parse(many.json()).orElseThrow();
    assertThat(read.problems())
        .isNotEmpty()
        .hasSizeLessThan(9)
        .allMatch(told -> told.id().equals("RLN-601") && told.message().endsWith("ä..."));
    assertThat(many.json()).endsWith(",\"moreProblems\":" + (9 - read.problems().size()) + "}");
    var wordy = new TerminationMessage(ExitCode.FAILED, null, "\u0001ö".repeat(9000));
    assertThat(bytes(wordy)).isLessThanOrEqualTo(TerminationMessage.LONGEST);
    assertThat(TerminationMessage.parse(wordy.json()).orElseThrow().sentence()).endsWith("...");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain text ", "\u0001\u0002", "\uD83D\uDC1F\uD83D\uDC0B", "ß\"\\"})
  void keepsTheFirstProblemsWhateverTheyAreMadeOf(String unit) {
    for (int count : new int[] {0, 1, 3, 7, 500}) {
      for (int length : new int[] {1, 100, 5000}) {
        var problem = new TerminationMessage.Told("RLN-601", unit.repeat(length));
        var message =
            new TerminationMessage(
                ExitCode.FAILED, null, unit.repeat(length), Collections.nCopies(count, problem));
        assertThat(bytes(message)).isLessThanOrEqualTo(TerminationMessage.LONGEST);
        assertThat(TerminationMessage.parse(message.json()).orElseThrow().problems())
            .hasSizeGreaterThanOrEqualTo(Math.min(1, count));
        String written =
            new String(message.json().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(written).as("no half characters").isEqualTo(message.json());
      }
    }
  }

  @Test
  @Timeout(20)
  void manyProblemsTakeNoTime() {
    var problem = new TerminationMessage.Told("", "");
    var many = Collections.nCopies(100_000, problem);
    String json = new TerminationMessage(ExitCode.FAILED, null, "", many).json();
    assertThat(json.length()).isBetween(4000, TerminationMessage.LONGEST);
  }

  @Test
  void whatOthersSayIsNone() {
    for (String other : new String[] {"", "Killed", "{", "[]", "{\"exit\":\"10\"}", "null"}) {
      assertThat(TerminationMessage.parse(other)).isEmpty();
    }
    assertThat(TerminationMessage.parse("{\"exit\":3,\"later\":[1]}"))
        .contains(new TerminationMessage(ExitCode.INVALID, null, ""));
  }

  @Test
  void aFileThatCannotBeWrittenIsNoFailure(@TempDir Path folder) {
    BLOCKED.write(folder.resolve("missing/termination-log"));
  }

  private static int bytes(TerminationMessage message) {
    return message.json().getBytes(StandardCharsets.UTF_8).length;
  }
}
