package realign.coordinator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.spec.ClusterTarget;
import realign.spec.ClusterTarget.Occasion;
import realign.store.ObjectStore;

/**
 * Knows which events of a run its target wants to be told, and what is told of them. Not for how it
 * is delivered: see {@link Notices}.
 */
public final class Herald {
  /** Variable that holds the webhook's address where a Secret gives it. */
  public static final String WEBHOOK = "REALIGN_WEBHOOK";

  private static final Logger LOG = LoggerFactory.getLogger(Herald.class);

  /** More missed nights at once are one long outage, which the first of them tell as well. */
  private static final int MOST_NIGHTS = 7;

  private final ClusterTarget.@Nullable Notify wanted;
  private final @Nullable Notices notices;
  private final String store;
  private final String run;
  private final @Nullable String job;
  private final @Nullable String schedule;
  private final Clock clock;

  private Herald(
      ClusterTarget.@Nullable Notify wanted,
      @Nullable Notices notices,
      String store,
      String run,
      @Nullable String job,
      @Nullable String schedule,
      Clock clock) {
    this.wanted = wanted;
    this.notices = notices;
    this.store = store;
    this.run = run;
    this.job = job;
    this.schedule = schedule;
    this.clock = clock;
  }

  /**
   * The herald of a run.
   *
   * @param wanted what the target wants, or null for nothing
   * @param secretAddress the webhook's address where it does not stand in the target, or null
   * @param job uid of the coordinator's Job, or null outside a cluster
   * @param schedule name of the schedule that began the run, or null
   */
  public static Herald of(
      ClusterTarget.@Nullable Notify wanted,
      @Nullable String secretAddress,
      ObjectStore store,
      String run,
      @Nullable String job,
      @Nullable String schedule,
      Clock clock,
      Consumer<Duration> pause) {
    Notices notices = wanted == null ? null : notices(wanted, secretAddress, store, pause);
    return new Herald(wanted, notices, store.address(), run, job, schedule, clock);
  }

  private static @Nullable Notices notices(
      ClusterTarget.Notify wanted,
      @Nullable String secretAddress,
      ObjectStore store,
      Consumer<Duration> pause) {
    String address = wanted.url() == null ? secretAddress : wanted.url();
    if (address == null || address.isBlank()) {
      LOG.warn("nobody is told: {} is not set [RLN-797]", WEBHOOK);
      return null;
    }
    try {
      return new Notices(store, new Webhook(address), pause);
    } catch (IllegalArgumentException e) {
      LOG.warn("nobody is told: {} [RLN-797]", e.getMessage());
      return null;
    }
  }

  /** Tells how the run ended. */
  public void tell(Ending ending) {
    Occasion occasion = ending.occasion();
    if (occasion != null) {
      boolean reported = ending.verdict() != null;
      tell(
          new Notice(
              occasion,
              run,
              job,
              null,
              schedule,
              ending.verdict() == null ? null : ending.verdict().name(),
              ending.sentence(),
              clock.instant(),
              reported ? store + "/runs/" + run + "/report/report.html" : null));
    }
  }

  /** Tells the nights that did not happen. */
  public void tellMissed(Collection<Instant> nights) {
    missed(nights).forEach(this::tell);
  }

  /** The same without waiting for a webhook that does not answer: a night must not wait for it. */
  public void tryToTellMissed(Collection<Instant> nights) {
    if (isWanted(Occasion.MISSED) && notices != null) {
      boolean unused = missed(nights).allMatch(notices::tryToTell); // up to the first unheard one
    }
  }

  private Stream<Notice> missed(Collection<Instant> nights) {
    return nights.stream()
        .limit(MOST_NIGHTS)
        .map(
            night ->
                new Notice(
                    Occasion.MISSED,
                    run,
                    job,
                    night,
                    schedule,
                    null,
                    "the night of " + night + " did not happen",
                    clock.instant(),
                    null));
  }

  private void tell(Notice notice) {
    if (isWanted(notice.event()) && notices != null) {
      notices.tell(notice);
    }
  }

  private boolean isWanted(Occasion event) {
    return wanted != null && wanted.on().contains(event);
  }
}
