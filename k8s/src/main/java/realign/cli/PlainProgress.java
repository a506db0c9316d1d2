package realign.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Progress as plain lines: at most one every 30 s, and one at the end of every stage. Not for a
 * terminal.
 */
final class PlainProgress implements ProgressView {
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final PrintStream err;
  private final Clock clock;
  private Instant last;
  private Event.@Nullable StageBegins current;
  private boolean endIsShown;

  PlainProgress(PrintStream err, Clock clock) {
    this.err = err;
    this.clock = clock;
    this.last = clock.instant();
  }

  @Override
  public void stage(Event.StageBegins stage) {
    current = stage;
    endIsShown = false;
  }

  @Override
  public void progress(Event.Progress progress) {
    if (progress.complete() ? firstAtEnd() : pauseIsOver()) {
      last = clock.instant();
      err.println(ProgressLine.of(progress));
    }
  }

  @Override
  public void finished() {
    if (current != null) {
      long size = current.size();
      progress(
          new Event.Progress(current.scope(), current.stage(), size, size, "", null, null, null));
    }
  }

  /** The end of a stage may be told twice: by its last item and by its last commit. */
  private boolean firstAtEnd() {
    boolean first = !endIsShown;
    endIsShown = true;
    return first;
  }

  private boolean pauseIsOver() {
    return Duration.between(last, clock.instant()).compareTo(PAUSE) >= 0;
  }

  @Override
  public void talk(String line) {
    err.println(line);
  }

  @Override
  public void close() {
    err.flush();
  }
}
