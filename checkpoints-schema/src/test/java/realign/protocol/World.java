package realign.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state: the store, the requests on their way to it, and the processes. */
final class World {
  static final int LONGEST_LOG = 10;
  private static final int SLOTS = 3;

  /** A request whose sender no longer waits for it; it may arrive at any time, or never. */
  record Late(@Nullable Entry put, int delete) {
    static Late of(Entry put) {
      return new Late(put, -1);
    }

    int order() {
      return put == null ? 1000 + delete : put.nonce();
    }
  }

  final @Nullable Entry[] log;

  /** Nonce of what first was visible at a number, 0 for nothing. */
  final int[] first;

  final Proc[] procs;

  /** In one order, each only once: which of two equal requests arrives makes no difference. */
  List<Late> late = List.of();

  private @Nullable Fold fold;

  /** Set of blob keys that exist. */
  int blobs;

  int crashes;
  int delays;
  int pauses;
  int releases;

  World(Bounds bounds) {
    log = new Entry[LONGEST_LOG];
    first = new int[LONGEST_LOG];
    procs = new Proc[bounds.processes()];
    for (int slot = 0; slot < procs.length; slot++) {
      procs[slot] = new Proc();
    }
    crashes = bounds.crashes();
    delays = bounds.delays();
    pauses = bounds.pauses();
    releases = bounds.releases();
  }

  private World(World other, int changing) {
    log = other.log.clone();
    first = other.first.clone();
    procs = other.procs.clone();
    if (changing >= 0) {
      procs[changing] = procs[changing].copy();
    }
    late = other.late;
    fold = other.fold;
    blobs = other.blobs;
    crashes = other.crashes;
    delays = other.delays;
    pauses = other.pauses;
    releases = other.releases;
  }

  /** A copy in which one process may be changed; the others are shared. */
  World copy(int changing) {
    return new World(this, changing);
  }

  static int attempt(int slot, int incarnation) {
    return incarnation * SLOTS + slot;
  }

  static int slot(int attempt) {
    return attempt % SLOTS;
  }

  static String name(int attempt) {
    return "p" + slot(attempt) + "'".repeat(attempt / SLOTS);
  }

  int attempt(int slot) {
    return attempt(slot, procs[slot].incarnation);
  }

  boolean alive(int attempt) {
    Proc proc = procs[slot(attempt)];
    return proc.incarnation == attempt / SLOTS && proc.alive();
  }

  /** Gives signs of life: a thread of its own does, from the claim on. */
  boolean beats(int attempt) {
    Proc proc = procs[slot(attempt)];
    return alive(attempt) && proc.claim >= 0;
  }

  void leave(Late request) {
    if (!late.contains(request)) {
      List<Late> more = new ArrayList<>(late);
      more.add(request);
      more.sort(Comparator.comparingInt(Late::order));
      late = more;
    }
  }

  void arrived(Late request) {
    late = late.stream().filter(other -> !other.equals(request)).toList();
  }

  Fold fold() {
    if (fold == null) {
      fold = folded();
    }
    return fold;
  }

  private Fold folded() {
    Fold folded = Fold.EMPTY;
    for (Entry entry : log) {
      folded = entry == null ? folded : folded.after(entry);
    }
    return folded;
  }

  /** What no rule allows. */
  void deleteEntry(int n) {
    log[n] = null;
    fold = null;
  }

  /** The one primitive: false when the number is taken. */
  boolean putIfAbsent(Entry entry) {
    if (log[entry.n()] != null) {
      return false;
    }
    Broken.unless(
        first[entry.n()] == 0 || first[entry.n()] == entry.nonce(),
        Invariant.ONE_HISTORY,
        entry + " stands where another entry stood before");
    fold().check(entry);
    log[entry.n()] = entry;
    fold = null;
    first[entry.n()] = entry.nonce();
    checkBlobs();
    return true;
  }

  void delete(int blob) {
    blobs &= ~(1 << blob);
    checkBlobs();
  }

  /** Keys of the blobs that a set of commits names. */
  int named(int commits) {
    int named = 0;
    for (int n = 0; n < LONGEST_LOG; n++) {
      Entry entry = log[n];
      if ((commits >> n & 1) != 0 && entry != null && entry.blob() >= 0) {
        named |= 1 << entry.blob();
      }
    }
    return named;
  }

  void checkBlobs() {
    Fold fold = fold();
    Entry commit = fold.commit();
    if (commit != null && !fold.purged()) {
      int missing = named(commit.kept()) & ~blobs;
      Broken.unless(missing == 0, Invariant.NAMED_BLOBS_EXIST, "kept by " + commit);
    }
    if (commit != null && fold.done() != null) {
      int left = named(~commit.kept()) & ~named(commit.kept()) & blobs;
      Broken.unless(left == 0, Invariant.NOTHING_DROPPED_IS_LEFT, "done, and blobs are left");
    }
  }

  String encode() {
    StringBuilder to = new StringBuilder(96);
    for (Entry entry : log) {
      if (entry != null) {
        entry.encode(to);
      }
    }
    to.append('|');
    for (Proc proc : procs) {
      proc.encode(to);
      to.append('|');
    }
    for (Late request : late) {
      to.append((char) request.order());
    }
    to.append('|').append((char) (blobs & 0xffff)).append((char) (blobs >>> 16));
    to.append((char) (crashes + 8 * delays + 64 * pauses + 512 * releases));
    return to.toString();
  }
}
