package realign.protocol;

import org.jspecify.annotations.Nullable;
import realign.protocol.Entry.Kind;
import realign.protocol.Proc.Pc;

/** What a process does while it holds the scope: restore, commit, delete, finish, give up. */
abstract class Holding extends Appending {
  Holding(Protocol protocol, World world, int slot) {
    super(protocol, world, slot);
  }

  @Override
  final void after(Entry mine) {
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
    startDeleting(Pc.SWEEP, orphans() | waste());
  }

  /** What older claims wrote and nothing that can be restored names. */
  private int orphans() {
    int older = holds(Rule.BLOBS_PER_CLAIM) ? (1 << key(me.claim, 1)) - 1 : -1;
    return world.blobs & older & ~world.named(me.kept) & ~world.named(me.dropped);
  }

  private int key(int claim, int content) {
    return (holds(Rule.BLOBS_PER_CLAIM) ? claim * protocol.bounds().last() : 0) + content - 1;
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
    boolean closes = me.position == protocol.bounds().last();
    boolean keepsBase = !closes && protocol.bounds().keepLast() > 1 && me.base >= 0;
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
    startDeleting(Pc.CLEAN, world.named(mine.dropped()) & ~world.named(mine.kept()) & world.blobs);
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
    me.undeleted = false;
    me.pc = blobs == 0 ? afterDeleting() : pc;
  }

  private Pc afterDeleting() {
    if (!me.undeleted) {
      me.dropped = 0;
    }
    return me.claim < 0 ? Pc.START : Pc.WORK;
  }

  void deleteNext(boolean twice) {
    int blob = Integer.numberOfTrailingZeros(me.deletions);
    if (twice) {
      world.delays--;
      world.leave(new World.Late(null, blob));
    }
    world.delete(blob);
    next();
  }

  /** The store refuses: what is still named as dropped is deleted later. */
  void leaveUndeleted() {
    world.delays--;
    me.undeleted = true;
    next();
  }

  private void next() {
    me.deletions &= me.deletions - 1;
    me.pc = me.deletions == 0 ? afterDeleting() : me.pc;
  }

  /** Blobs that dropped commits name and nothing that can be restored does. */
  private int waste() {
    return world.named(me.dropped) & ~world.named(me.kept) & world.blobs;
  }

  /** What must not stay is deleted before done, and may have been left by an earlier holder. */
  void finish() {
    int waste = waste();
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
