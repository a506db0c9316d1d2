package realign.batch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import realign.log.ProgramLog;
import realign.logging.JsonLines;
import realign.logging.JsonTalk;

/**
 * Where log lines go: text on stderr (JSON where {@code REALIGN_LOG=json}, as in a pod), without
 * stack traces unless {@code REALIGN_VERBOSE=1}; everything with stack traces in a file of the work
 * folder. Never on stdout, which is for events. Found by Logback as a service: no XML to read.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String TEXT = "%d{HH:mm:ss} %-5level %msg";
  private static final String FULL = "%d %-5level [%thread] %logger %X %msg%n%ex";

  /** Talkative about what concerns nobody here; the file has their warnings. */
  private static final List<String> CHATTY =
      List.of(
          "org.jberet",
          "org.jboss",
          "com.zaxxer",
          "ai.djl",
          "org.hibernate",
          "software.amazon.awssdk"); // which tells session tokens when it debugs

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    boolean verbose = "1".equals(System.getenv("REALIGN_VERBOSE"));
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    start(context, console, consoleEncoder(verbose));
    if (!verbose) {
      console.addFilter(new QuietLibraries());
      console.addFilter(warningsOnly());
    }
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(verbose ? Level.DEBUG : Level.INFO);
    root.addAppender(console);
    CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * What is worth a person's attention comes as an event anyhow; a pod's log collector wants all.
   */
  private static ThresholdFilter warningsOnly() {
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel(isJson() ? "INFO" : "WARN");
    filter.start();
    return filter;
  }

  private static Encoder<ILoggingEvent> consoleEncoder(boolean verbose) {
    if (isJson()) {
      return new JsonLines();
    }
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setPattern(verbose ? FULL : TEXT + "%n%nopex");
    return text;
  }

  /** Keeps the newest lines from now on, where lines are JSON; else null. */
  static @Nullable RecentLines recentLines() {
    if (!isJson()) {
      return null;
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    JsonLines encoder = new JsonLines();
    encoder.setContext(context);
    encoder.start();
    RecentLines lines = new RecentLines(encoder, ProgramLog.LARGEST);
    lines.setContext(context);
    lines.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
    return lines;
  }

  /** All lines from now on belong to a run, whatever thread they are from. */
  static void ofRun(String run) {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).putProperty(JsonLines.RUN, run);
  }

  private static boolean isJson() {
    return JsonTalk.isWanted(System.getenv());
  }

  /** From now on everything also goes to a file. */
  static void toFile(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    PatternLayoutEncoder full = new PatternLayoutEncoder();
    full.setPattern(FULL);
    start(context, appender, full);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private static void start(
      LoggerContext context,
      OutputStreamAppender<ILoggingEvent> appender,
      Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
  }
}
