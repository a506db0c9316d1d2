package realign.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells now and then how far a long look at a store is: every 2 s at a terminal, else 30 s. */
final class Pace {
  private final Talk talk;
  private final Clock clock;
  private final Duration pause;
  private Instant next;
  private long blobs;
  private long bytes;

  Pace(Surroundings surroundings, Talk talk) {
    this.talk = talk;
    this.clock = surroundings.clock();
    this.pause = Duration.ofSeconds(surroundings.terminal().errIsTerminal() ? 2 : 30);
    this.next = clock.instant().plus(pause);
  }

  void read(String scope, long size) {
    blobs++;
    bytes += size;
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(pause);
      talk.say(
          "%s: %s blobs, %s verified".formatted(scope, Amounts.count(blobs), Amounts.bytes(bytes)));
    }
  }
}
