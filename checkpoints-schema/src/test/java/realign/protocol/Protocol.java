package realign.protocol;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import realign.protocol.Entry.Kind;
import realign.protocol.Proc.Pc;

/** The steps that are possible in a state, by the rules of the protocol or with some taken away. */
final class Protocol {
  private final Bounds bounds;
  private final EnumSet<Rule> away;

  Protocol(Bounds bounds, Rule... away) {
    this.bounds = bounds;
    this.away = EnumSet.noneOf(Rule.class);
    this.away.addAll(List.of(away));
  }

  /** Something that may happen next. */
  record Step(String label, World from, int slot, Consumer<World> effect) {
    World taken() {
      World to = from.copy(slot);
      effect.accept(to);
      return to;
    }
  }

  World begin() {
    return new World(bounds);
  }

  private boolean holds(Rule rule) {
    return !away.contains(rule);
  }

  List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>();
    for (int slot = 0; slot < world.procs.length; slot++) {
      new Steps(world, slot, steps).add();
    }
    for (World.Late request : world.late) {
      steps.add(new Step("store does what it was asked late", world, -1, w -> arrive(w, request)));
    }
    return steps;
  }

  private static void arrive(World world, World.Late request) {
    world.arrived(request);
    Entry put = request.put();
    if (put == null) {
      world.delete(request.delete());
    } else {
      world.putIfAbsent(put);
    }
  }

  /** The steps of one process. */
  private final class Steps {
    private final World world;
    private final int slot;
    private final Proc now;
    private final List<Step> to;

    Steps(World world, int slot, List<Step> to) {
      this.world = world;
      this.slot = slot;
      this.now = world.procs[slot];
      this.to = to;
    }

    private void step(String what, Consumer<Doing> effect) {
      String label = World.name(world.attempt(slot)) + " " + what;
      to.add(new Step(label, world, slot, w -> effect.accept(new Doing(w, slot))));
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
      }
    }

    private void work() {
      if (bounds.prunes(slot)) {
        prune();
        return;
      }
      if (now.position < bounds.last()) {
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

  /** The effects of one process's steps on a state. */
  private final class Doing {
    private final World world;
    private final int slot;
    private final int self;
    private final Proc me;

    Doing(World world, int slot) {
      this.world = world;
      this.slot = slot;
      this.self = world.attempt(slot);
      this.me = world.procs[slot];
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

    // Claim

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
      if (bounds.prunes(slot) && !fold.purged()) {
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

    // Append

    private Entry entry(Kind kind, int claim, int blob, int kept) {
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

    private void leaveRequest() {
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
          World.name(self)
              + " was told that its "
              + mine
              + " is in the log, but there is "
              + found);
      me.pending = null;
      me.head = mine.n();
      switch (mine.kind()) {
        case CLAIM -> {
          me.claim = mine.n();
          me.pc = Pc.RESTORE;
        }
        case COMMIT -> afterCommit(mine);
        case RELEASE -> me.end(Pc.EXIT_7);
        case DONE -> me.end(Pc.DONE);
        case PURGE -> startDeleting(Pc.CLEAN, world.named(restorable()));
      }
    }

    private int restorable() {
      Entry commit = world.fold().commit();
      return commit == null ? 0 : commit.kept();
    }

    // Holding

    void restore() {
      Fold fold = world.fold();
      Entry newest = newestBefore(me.claim);
      if (newest != null && (world.named(1 << newest.n()) & ~world.blobs) != 0) {
        Broken.unless(
            fold.head() > me.head,
            Invariant.RESTORE_FINDS_THE_NEWEST,
            World.name(self) + " finds a blob missing of " + newest);
        me.end(Pc.EXIT_6); // a successor has deleted it
        return;
      }
      takeOver(newest);
    }

    private @Nullable Entry newestBefore(int n) {
      Entry newest = null;
      for (int i = 0; i < n; i++) {
        Entry entry = world.log[i];
        newest = entry != null && entry.is(Kind.COMMIT) ? entry : newest;
      }
      return newest;
    }

    private void takeOver(@Nullable Entry newest) {
      if (newest != null) {
        me.base = newest.n();
        me.position = newest.position();
        me.kept = newest.kept();
        me.dropped = newest.dropped();
      }
      startDeleting(Pc.SWEEP, orphans());
    }

    /** What older claims wrote and nothing that can be restored names. */
    private int orphans() {
      int older = holds(Rule.BLOBS_PER_CLAIM) ? (1 << key(me.claim, 1)) - 1 : -1;
      return world.blobs & older & ~world.named(me.kept) & ~world.named(me.dropped);
    }

    private int key(int claim, int content) {
      return (holds(Rule.BLOBS_PER_CLAIM) ? claim * bounds.last() : 0) + content - 1;
    }

    private int content(int position) {
      return holds(Rule.DELETED_CONTENT_STAYS_AWAY) ? position : 1 + (position - 1) % 2;
    }

    void commit() {
      me.position++;
      int blob = key(me.claim, content(me.position));
      if (holds(Rule.BLOBS_BEFORE_ENTRY)) {
        world.blobs |= 1 << blob;
      }
      boolean closes = me.position == bounds.last();
      boolean keepsBase = !closes && bounds.keepLast() > 1 && me.base >= 0;
      int beside = keepsBase ? 1 << me.base : 0;
      askForCommit(entry(Kind.COMMIT, me.claim, blob, beside | 1 << (me.head + 1)));
    }

    void prune() {
      me.pruned = true;
      Entry base = world.log[me.base];
      int blob = base == null ? -1 : base.blob();
      askForCommit(entry(Kind.COMMIT, me.claim, blob, 1 << (me.head + 1)));
    }

    private void askForCommit(Entry commit) {
      if (!holds(Rule.DELETE_AFTER_ENTRY)) {
        int waste = world.named(commit.dropped()) & ~(1 << commit.blob());
        world.blobs &= ~waste; // one step earlier than it may be
        world.checkBlobs();
      }
      append(commit);
    }

    private void afterCommit(Entry mine) {
      me.base = mine.n();
      me.kept = mine.kept();
      me.dropped = mine.dropped();
      if (!holds(Rule.ENTRIES_STAY)) {
        forget(mine);
      }
      if (!holds(Rule.BLOBS_BEFORE_ENTRY)) {
        me.pc = Pc.LATE_BLOB;
        return;
      }
      startDeleting(
          Pc.CLEAN, world.named(mine.dropped()) & ~world.named(mine.kept()) & world.blobs);
    }

    private void forget(Entry newest) {
      for (int n = 0; n < newest.n(); n++) {
        if ((newest.kept() >> n & 1) == 0 && n != newest.claim()) {
          world.deleteEntry(n);
        }
      }
    }

    void lateBlob() {
      world.blobs |= world.named(1 << me.base);
      me.pc = Pc.WORK;
    }

    private void startDeleting(Pc pc, int blobs) {
      me.deletions = blobs;
      me.pc = blobs == 0 ? afterDeleting(pc) : pc;
    }

    private Pc afterDeleting(Pc pc) {
      if (pc == Pc.CLEAN) {
        me.dropped = 0;
      }
      return me.claim < 0 ? Pc.START : Pc.WORK;
    }

    void deleteNext(boolean twice) {
      int blob = Integer.numberOfTrailingZeros(me.deletions);
      me.deletions &= me.deletions - 1;
      if (twice) {
        world.delays--;
        world.leave(new World.Late(null, blob));
      }
      world.delete(blob);
      me.pc = me.deletions == 0 ? afterDeleting(me.pc) : me.pc;
    }

    /** What must not stay is deleted before done, and may have been left by an earlier holder. */
    void finish() {
      int waste = world.named(me.dropped) & ~world.named(me.kept) & world.blobs;
      if (waste == 0) {
        append(entry(Kind.DONE, me.claim, blobOfBase(), 0));
      } else {
        startDeleting(Pc.CLEAN, waste);
      }
    }

    private int blobOfBase() {
      Entry base = world.log[me.base];
      return base == null ? -1 : base.blob();
    }

    Entry release() {
      return entry(Kind.RELEASE, me.claim, -1, 0);
    }

    void giveUp() {
      world.releases--;
      append(release());
    }
  }
}
