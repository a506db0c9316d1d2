package realign.batch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;
import realign.spec.ProblemException;

/** The newest log lines in memory, as many as fit. */
final class RecentLines extends AppenderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> encoder;
  private final int largest;
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private int size;

  /**
   * @param largest most bytes of all lines together
   */
  RecentLines(Encoder<ILoggingEvent> encoder, int largest) {
    this.encoder = encoder;
    this.largest = largest;
  }

  @Override
  protected void append(ILoggingEvent event) {
    byte[] line = encoder.encode(event);
    if (line.length <= largest) {
      add(line);
    }
  }

  /** As a line of its own, which no other appender gets. */
  void addFailure(Throwable failure) {
    boolean known = failure instanceof ProblemException;
    Logger logger = (Logger) LoggerFactory.getLogger(RecentLines.class);
    doAppend(
        new LoggingEvent(
            RecentLines.class.getName(),
            logger,
            Level.ERROR,
            known ? "ends: " + failure.getMessage() : "ends",
            known ? null : failure,
            null));
  }

  private synchronized void add(byte[] line) {
    lines.add(line);
    size += line.length;
    while (size > largest) {
      size -= lines.remove().length;
    }
  }

  synchronized void clear() {
    lines.clear();
    size = 0;
  }

  /** All of them, oldest first. */
  synchronized byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(size);
    lines.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
