package realign.batch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

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
