package realign.log;

import java.time.Duration;
import realign.spec.Target;

/**
 * How a scope is held. Nothing in it changes a number.
 *
 * @param timeToLive a holder that shows no sign of life for this long is dead
 * @param heartbeat pause between two signs of life
 * @param retention which commits stay restorable
 * @param force claim at once, whoever holds the scope
 * @param provenance what goes into each commit about spec, code and machine
 */
public record Settings(
    Duration timeToLive,
    Duration heartbeat,
    Target.CheckpointPolicy retention,
    boolean force,
    Provenance provenance) {

  public Settings {
    if (heartbeat.isNegative() || heartbeat.isZero()) {
      throw new IllegalArgumentException("heartbeat " + heartbeat + ": must be more than nothing");
    }
    if (timeToLive.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "timeToLive " + timeToLive + ": must be at least twice the heartbeat " + heartbeat);
    }
  }
}
