package realign.protocol;

import java.util.List;
import java.util.function.Consumer;
import realign.protocol.Proc.Pc;
import realign.protocol.Protocol.Step;

/** The steps that one process may take next. */
final class Steps {
  private final Protocol protocol;
  private final World world;
  private final int slot;
  private final Proc now;
  private final List<Step> to;

  Steps(Protocol protocol, World world, int slot, List<Step> to) {
    this.protocol = protocol;
    this.world = world;
    this.slot = slot;
    this.now = world.procs[slot];
    this.to = to;
  }

  private void step(String what, Consumer<Doing> effect) {
    String label = World.name(world.attempt(slot)) + " " + what;
    to.add(new Step(label, world, slot, w -> effect.accept(new Doing(protocol, w, slot))));
  }

  void add() {
    if (now.alive()) {
      act();
      if (world.crashes > 0 && now.pc != Pc.START) {
        step("dies", Doing::die);
      }
    } else if (now.pc == Pc.DEAD || (now.pc == Pc.EXIT_7 && world.crashes > 0)) {
      step("is started again", Doing::restart);
    }
  }

  private void act() {
    switch (now.pc) {
      case START -> step("reads the log", Doing::readAndDecide);
      case WATCH -> watch();
      case AWAIT -> await();
      case RETRY -> retry();
      case RESTORE -> step("restores", Doing::restore);
      case SWEEP -> deletions("sweeps an orphan");
      case CLEAN -> deletions("deletes a dropped blob");
      case LATE_BLOB -> step("writes the blob", Doing::lateBlob);
      case WORK -> work();
      default -> throw new IllegalStateException("ended: " + now.pc);
    }
  }

  /** A living holder has given a sign of life, unless it was paused all the time. */
  private void watch() {
    Entry holder = world.fold().claim();
    boolean beats = holder != null && world.beats(holder.owner());
    boolean moved = world.fold().head() != now.head;
    if (moved || now.moved || beats) {
      step("has seen a sign of life", Doing::sawLife);
    }
    if (!moved && !beats) {
      step("has seen no sign of life", d -> d.append(d.claim()));
    } else if (!moved && world.pauses > 0) {
      step("has seen no sign of life of a paused one", Doing::overtake);
    }
  }

  private void await() {
    step("gets its answer", Doing::answer);
    if (world.delays > 0) {
      step("gets no answer", Doing::noAnswer);
    }
  }

  private void retry() {
    step("asks again", Doing::again);
    step("gives up with 7", d -> d.me.end(Pc.EXIT_7));
  }

  private void deletions(String what) {
    step(what, d -> d.deleteNext(false));
    if (world.delays > 0) {
      step(what + ", and again when no answer comes", d -> d.deleteNext(true));
      step("may not delete", Doing::leaveUndeleted);
    }
  }

  private void work() {
    if (protocol.bounds().prunes(slot)) {
      prune();
      return;
    }
    if (now.position < protocol.bounds().last()) {
      step("writes a blob and asks for a commit", Doing::commit);
    } else {
      step("has no more items", Doing::finish);
    }
    if (world.releases > 0) {
      step("asks for a release", Doing::giveUp);
    }
  }

  private void prune() {
    if (!now.pruned && now.base >= 0) {
      step("asks for a pruned commit", Doing::prune);
    } else {
      step("asks for a release", d -> d.append(d.release()));
    }
  }
}
