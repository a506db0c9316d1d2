package realign.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTalkTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private PrintStream talk(@Nullable String run) {
    return JsonTalk.over(bytes, run, CLOCK);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aLineIsAnObjectOfTheSameForm() {
    talk("night-1").println("a \"ünd\" b");
    assertThat(lines())
        .containsExactly(
            "{\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"level\":\"INFO\","
                + "\"logger\":\"realign.talk\",\"thread\":\""
                + Thread.currentThread().getName()
                + "\",\"run\":\"night-1\",\"message\":\"a \\\"ünd\\\" b\"}");
  }

  @Test
  void itsLevelIsThatOfTheWordBefore() {
    PrintStream talk = talk(null);
    talk.println("error: it broke");
    talk.println("warning: it may");
    assertThat(lines().get(0))
        .contains("\"level\":\"ERROR\"")
        .endsWith("\"message\":\"it broke\"}");
    assertThat(lines().get(1)).contains("\"level\":\"WARN\"").doesNotContain("\"run\"");
  }

  @Test
  void whatIsJsonAlreadyPasses() {
    PrintStream talk = talk("night-1");
    talk.print("{\"level\":\"INFO\"}\n\n{broken\n[1]\n{} and more\nhalf a line");
    assertThat(lines()).hasSize(4);
    assertThat(lines().get(0)).isEqualTo("{\"level\":\"INFO\"}");
    assertThat(lines().get(1)).endsWith("\"message\":\"{broken\"}");
    assertThat(lines().get(2)).endsWith("\"message\":\"[1]\"}");
    assertThat(lines().get(3)).endsWith("\"message\":\"{} and more\"}");
    talk.close();
    assertThat(lines().get(4)).endsWith("\"message\":\"half a line\"}");
  }
}
