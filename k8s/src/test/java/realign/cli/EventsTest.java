package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Events as the batch program prints them. */
class EventsTest {

  @Test
  void readsAStage() {
    assertThat(
            Events.parse(
                "{\"event\":\"stage\",\"scope\":\"align-000\",\"stage\":\"align\",\"position\":40,"
                    + "\"size\":4000}"))
        .isEqualTo(new Event.StageBegins("align-000", "align", 40, 4000));
  }

  @Test
  void readsProgressWithAndWithoutACommit() {
    assertThat(
            Events.parse(
                "{\"event\":\"progress\",\"scope\":\"load\",\"stage\":\"load\",\"position\":1,"
                    + "\"size\":2,\"text\":\"rows 7\",\"committed\":0,\"committedAgoMs\":12,"
                    + "\"etaMs\":5}"))
        .isEqualTo(new Event.Progress("load", "load", 1, 2, "rows 7", 0L, 12L, 5L));
    assertThat(
            Events.parse(
                "{\"event\":\"progress\",\"scope\":\"load\",\"stage\":\"load\",\"position\":1,"
                    + "\"size\":2,\"committed\":null}"))
        .isEqualTo(new Event.Progress("load", "load", 1, 2, "", null, null, null));
  }

  @Test
  void readsNoteProblemAndEnd() {
    assertThat(Events.parse("{\"event\":\"note\",\"level\":\"warn\",\"text\":\"hm\"}"))
        .isEqualTo(new Event.Note("warn", "hm"));
    assertThat(Events.parse("{\"event\":\"problem\",\"id\":\"RLN-201\",\"message\":\"bad\"}"))
        .isEqualTo(new Event.ProblemMet("RLN-201", "bad"));
    assertThat(Events.parse("{\"event\":\"end\",\"exit\":10,\"verdict\":\"BLOCKED\"}"))
        .isEqualTo(new Event.End(10, "BLOCKED"));
    assertThat(Events.parse("{\"event\":\"end\",\"exit\":0,\"verdict\":null}"))
        .isEqualTo(new Event.End(0, null));
  }

  @Test
  void keepsWhatItDoesNotKnow() {
    assertThat(Events.parse("{\"event\":\"later\",\"x\":1}")).isInstanceOf(Event.Other.class);
    assertThat(Events.parse("{\"sets\":{}}")).isInstanceOf(Event.Other.class);
  }

  @Test
  void takesAnythingElseForTalk() {
    for (String line : new String[] {"", "[W graph] hello", "{broken", "[1]", "{} {", "null"}) {
      assertThat(Events.parse(line)).as(line).isInstanceOfAny(Event.Talk.class, Event.Other.class);
    }
    assertThat(Events.parse("{broken")).isEqualTo(new Event.Talk("{broken"));
  }
}
