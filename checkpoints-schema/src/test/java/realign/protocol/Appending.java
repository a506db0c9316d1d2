package realign.protocol;

import realign.protocol.Entry.Kind;
import realign.protocol.Proc.Pc;

/** How a process appends an entry, and what it takes the answer for. */
abstract class Appending {
  final Protocol protocol;
  final World world;
  final int slot;
  final int self;
  final Proc me;

  Appending(Protocol protocol, World world, int slot) {
    this.protocol = protocol;
    this.world = world;
    this.slot = slot;
    this.self = world.attempt(slot);
    this.me = world.procs[slot];
  }

  /** Another claim, or the end of the scope, was at its number. */
  abstract void readAndDecide();

  /** Its entry is in the log. */
  abstract void after(Entry mine);

  boolean holds(Rule rule) {
    return protocol.holds(rule);
  }

  Entry entry(Kind kind, int claim, int blob, int kept) {
    me.moved = false;
    int dropped = kind == Kind.COMMIT ? nowDropped(kept) : 0;
    int position = kind == Kind.COMMIT ? me.position : 0;
    return new Entry(
        kind,
        me.head + 1,
        nonce(me.head + 1, 0),
        self,
        claim,
        me.base,
        position,
        blob,
        kept,
        dropped);
  }

  /** Another for every entry that is made: a process makes but one of a number, by the rules. */
  private int nonce(int n, int version) {
    return 1 + (self * World.LONGEST_LOG + n) * 8 + version;
  }

  private int nowDropped(int kept) {
    int dropped = me.kept & ~kept;
    return holds(Rule.DROPPED_STAYS_NAMED) ? dropped | me.dropped : dropped;
  }

  void append(Entry entry) {
    if (entry.n() >= World.LONGEST_LOG) {
      me.end(Pc.EXIT_7);
      return;
    }
    me.pending = entry;
    me.pc = Pc.AWAIT;
  }

  private Entry pending() {
    if (me.pending == null) {
      throw new IllegalStateException("nothing was asked for");
    }
    return me.pending;
  }

  void leaveRequest() {
    if (world.log[pending().n()] == null) {
      world.leave(World.Late.of(pending()));
    }
  }

  void noAnswer() {
    world.delays--;
    leaveRequest();
    me.pc = Pc.RETRY;
  }

  void again() {
    if (!holds(Rule.SAME_BYTES_ON_RETRY)) {
      me.pending = withNewNonce(pending());
    }
    me.pc = Pc.AWAIT;
  }

  private Entry withNewNonce(Entry old) {
    return new Entry(
        old.kind(),
        old.n(),
        old.nonce() + 1,
        self,
        old.claim(),
        old.base(),
        old.position(),
        old.blob(),
        old.kept(),
        old.dropped());
  }

  void answer() {
    Entry mine = pending();
    if (world.putIfAbsent(mine) || isTakenForOwn(mine)) {
      committed(mine);
    } else {
      fenced(mine);
    }
  }

  private boolean isTakenForOwn(Entry mine) {
    Entry found = world.log[mine.n()];
    boolean own = found != null && found.nonce() == mine.nonce();
    return own ? holds(Rule.OWN_NONCE_IS_SUCCESS) : !holds(Rule.OTHER_NONCE_IS_FENCE);
  }

  private void fenced(Entry mine) {
    me.pending = null;
    Entry found = world.log[mine.n()];
    if (mine.is(Kind.CLAIM) || mine.is(Kind.PURGE)) {
      claimAgain(mine);
    } else {
      boolean another = found != null && found.owner() != self;
      Broken.unless(
          another,
          Invariant.FENCED_ONLY_BY_ANOTHER,
          World.name(self) + " ends with 6 because of its own " + found);
      me.end(Pc.EXIT_6);
    }
  }

  private void claimAgain(Entry mine) {
    if (holds(Rule.READ_ON_AFTER_412)) {
      readAndDecide();
    } else {
      me.head = mine.n();
      append(entry(Kind.CLAIM, -1, -1, 0));
    }
  }

  private void committed(Entry mine) {
    Entry found = world.log[mine.n()];
    Broken.unless(
        found != null && found.nonce() == mine.nonce(),
        Invariant.NOTHING_ACKNOWLEDGED_IS_LOST,
        World.name(self) + " was told that its " + mine + " is in the log, but there is " + found);
    me.pending = null;
    me.head = mine.n();
    after(mine);
  }
}
