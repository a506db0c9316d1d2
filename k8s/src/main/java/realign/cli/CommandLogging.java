package realign.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import realign.logging.JsonLines;
import realign.logging.JsonTalk;

/**
 * Where log lines of commands go: stderr, since stdout is the result; as JSON where {@code
 * REALIGN_LOG=json}, as in a pod. Found by Logback as a service: to read XML, or a pattern, would
 * take a third of a short command's time.
 */
public final class CommandLogging extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    context.getStatusManager().add(new NopStatusListener()); // else its own troubles go to stdout
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context));
    console.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("realign.coordinator").setLevel(Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
    if (JsonTalk.isWanted(System.getenv())) {
      String run = System.getenv("REALIGN_RUN");
      context.putProperty(JsonLines.RUN, run == null ? "" : run);
      return started(new JsonLines(), context);
    }
    LayoutWrappingEncoder<ILoggingEvent> text = new LayoutWrappingEncoder<>();
    text.setLayout(new Line());
    return started(text, context);
  }

  private static Encoder<ILoggingEvent> started(
      Encoder<ILoggingEvent> encoder, LoggerContext context) {
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  /** Level and message; a stack trace is nothing for a terminal. */
  private static final class Line extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
      return String.format(
          "%-5s %s%s", event.getLevel(), event.getFormattedMessage(), CoreConstants.LINE_SEPARATOR);
    }
  }
}
