package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Progress as a bar. */
class TerminalProgressTest {

  @Test
  void showsABarForEachStageAndTalkOnLinesOfItsOwn() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TerminalProgress view =
        new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    view.talk("before any bar");
    view.stage(new Event.StageBegins("align-000", "align", 40, 100));
    view.progress(new Event.Progress("align-000", "align", 41, 100, "loss 0.4", 40L, 0L, 5L));
    view.talk("a line");
    view.finished();
    view.stage(new Event.StageBegins("align-000", "evaluate", 0, 3));
    view.close();
    view.close();
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("before any bar\n")
        .contains("align-000 align")
        .contains("100/100")
        .contains("\u001b[2Ka line\n")
        .contains("align-000 evaluate");
  }
}
