package realign.batch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Keeps what libraries say off the terminal: a person gets the failure itself once, as a problem.
 */
final class QuietLibraries extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    return event.getLoggerName().startsWith("realign.") ? FilterReply.NEUTRAL : FilterReply.DENY;
  }
}
