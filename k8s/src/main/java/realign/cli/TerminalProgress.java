package realign.cli;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress as a bar, one a stage, which stays when the stage is done. Not for a log. */
final class TerminalProgress implements ProgressView {
  private static final int REFRESH_MS = 500;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream err;
  private @Nullable ProgressBar bar;

  TerminalProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public synchronized void stage(Event.StageBegins stage) {
    close();
    bar =
        new ProgressBarBuilder()
            .setTaskName(stage.scope() + " " + stage.stage())
            .setInitialMax(Math.max(stage.size(), 1))
            .startsFrom(Math.max(stage.position(), 0), Duration.ZERO)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MS)
            .hideEta()
            .setConsumer(new ConsoleProgressBarConsumer(err))
            .build();
  }

  @Override
  public synchronized void progress(Event.Progress progress) {
    if (bar != null) {
      bar.stepTo(progress.position());
      bar.setExtraMessage(ProgressLine.tail(progress));
    }
  }

  @Override
  public synchronized void finished() {
    if (bar != null && bar.getCurrent() < bar.getMax()) {
      bar.setExtraMessage(""); // what was told last is older than the end
      bar.stepTo(bar.getMax());
    }
  }

  @Override
  public synchronized void talk(String line) {
    err.println(bar == null ? line : CLEAR_LINE + line);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
