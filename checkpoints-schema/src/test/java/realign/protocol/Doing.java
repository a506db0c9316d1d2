package realign.protocol;

import realign.protocol.Entry.Kind;
import realign.protocol.Proc.Pc;

/** The effects of one process's steps on a state: its life, and its way to a claim. */
final class Doing extends Holding {
  Doing(Protocol protocol, World world, int slot) {
    super(protocol, world, slot);
  }

  void die() {
    world.crashes--;
    if (me.pc == Pc.AWAIT) {
      leaveRequest();
    }
    me.end(Pc.DEAD);
  }

  void restart() {
    if (me.pc != Pc.DEAD) {
      world.crashes--;
    }
    me.end(Pc.START);
    me.incarnation++;
  }

  @Override
  void readAndDecide() {
    Fold fold = world.fold();
    me.head = fold.head();
    if (fold.done() != null) {
      finished(fold);
    } else if (isFree(fold)) {
      append(claim());
    } else {
      me.moved = fold.claim() != null && world.beats(fold.claim().owner());
      me.pc = Pc.WATCH;
    }
  }

  private void finished(Fold fold) {
    if (protocol.bounds().prunes(slot) && !fold.purged()) {
      append(entry(Kind.PURGE, fold.claim() == null ? -1 : fold.claim().n(), -1, 0));
    } else {
      me.end(Pc.DONE);
    }
  }

  private boolean isFree(Fold fold) {
    Entry claim = fold.claim();
    if (claim == null || fold.released()) {
      return true;
    }
    return holds(Rule.HOLDER_AT_CLAIM) && isOver(claim.owner());
  }

  private boolean isOver(int holder) {
    return isRightfulSuccessor(holder) && (!holds(Rule.GONE_IS_PROVEN) || !world.alive(holder));
  }

  /** Same Job and index, or the same host: may tell whether that holder is dead. */
  private boolean isRightfulSuccessor(int holder) {
    return (slot == 0) == (World.slot(holder) == 0);
  }

  void sawLife() {
    Fold fold = world.fold();
    me.head = fold.head();
    if (fold.done() != null || fold.released() || looksOver(fold)) {
      readAndDecide();
    } else if (slot == 0) {
      me.pc = Pc.START; // a pod goes on waiting
      me.moved = false;
    } else {
      refuse(fold);
    }
  }

  private boolean looksOver(Fold fold) {
    return holds(Rule.LOOK_AGAIN_AFTER_WATCH) && isFree(fold);
  }

  private void refuse(Fold fold) {
    Entry holder = fold.claim();
    boolean kept =
        holder != null && isRightfulSuccessor(holder.owner()) && !world.alive(holder.owner());
    Broken.unless(
        !kept, Invariant.SUCCESSOR_OF_THE_DEAD_GOES_ON, World.name(self) + " ends with 6");
    me.end(Pc.EXIT_6);
  }

  void overtake() {
    world.pauses--;
    append(entry(Kind.CLAIM, -1, -1, 0));
  }

  Entry claim() {
    Entry holder = world.fold().claim();
    Broken.unless(
        holder == null || !isTakenFrom(holder.owner()),
        Invariant.THE_LIVING_KEEP_THEIR_SCOPE,
        World.name(self) + " claims while the holder of " + holder + " lives");
    return entry(Kind.CLAIM, -1, -1, 0);
  }

  private boolean isTakenFrom(int holder) {
    return holder != self && !world.fold().released() && world.beats(holder);
  }
}
