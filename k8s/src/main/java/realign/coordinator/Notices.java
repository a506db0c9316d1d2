package realign.coordinator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;

/**
 * Tells what a person should know, at least once: {@code runs/RUN/notices/NAME.json} is written
 * after it was received, and who comes later and finds none tells it again. A notice that cannot be
 * delivered changes nothing of the run.
 */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** In all about five minutes, and the time-outs of the webhook. */
  private static final int MOST = 9;

  private final ObjectStore store;
  private final Post post;
  private final Consumer<Duration> pause;

  /** One notice after the other must not wait for a webhook that hears none. */
  private boolean deaf;

  Notices(ObjectStore store, Post post, Consumer<Duration> pause) {
    this.store = store;
    this.post = post;
    this.pause = pause;
  }

  /** Sends a notice once. */
  interface Post {
    Answer send(Notice notice);
  }

  /**
   * What came back.
   *
   * @param received whether it is known to have been received
   * @param again whether another try may have another answer
   * @param words for a person, without the address
   */
  record Answer(boolean received, boolean again, String words) {}

  /** Sends a notice until it is received, for some minutes. */
  void tell(Notice notice) {
    boolean received = tell(notice, deaf ? 1 : MOST);
    deaf = !received;
  }

  /** Sends a notice once; whether it was received, now or before. */
  boolean tryToTell(Notice notice) {
    return tell(notice, 1);
  }

  private boolean tell(Notice notice, int most) {
    if (isKnown(notice)) {
      return true;
    }
    boolean received = deliver(notice, most);
    if (received) {
      note(notice);
    }
    return received;
  }

  /** Twice is better than never: the store's outage may be what there is to tell. */
  private boolean isKnown(Notice notice) {
    try {
      return store.get(key(notice)).isPresent();
    } catch (StoreException e) {
      LOG.warn("notice {} may have been told before: {}", notice.id(), e.getMessage());
      return false;
    }
  }

  private void note(Notice notice) {
    byte[] json = notice.json().getBytes(StandardCharsets.UTF_8);
    try {
      boolean unused = store.putIfAbsent(key(notice), Payload.of(json));
    } catch (StoreException e) {
      LOG.warn("notice {} may be told again: {}", notice.id(), e.getMessage());
    }
  }

  private boolean deliver(Notice notice, int most) {
    Duration next = FIRST_PAUSE;
    Answer answer = post.send(notice);
    for (int tries = 1; !answer.received() && answer.again() && tries < most; tries++) {
      LOG.info("the webhook {}; {} is sent again", answer.words(), notice.id());
      pause.accept(next);
      next =
          next.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? next.multipliedBy(2) : LONGEST_PAUSE;
      answer = post.send(notice);
    }
    if (answer.received()) {
      LOG.info("notice {} was received", notice.id());
    } else {
      LOG.warn("notice {} was not received: the webhook {} [RLN-796]", notice.id(), answer.words());
    }
    return answer.received();
  }

  private static String key(Notice notice) {
    return "runs/" + notice.run() + "/notices/" + notice.name() + ".json";
  }
}
