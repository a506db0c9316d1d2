package realign.log;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entry of a scope's log. Entries are consecutive, and never changed or deleted. */
sealed interface LogEntry {

  /** What every entry has. */
  Stamp stamp();

  default long n() {
    return stamp().n();
  }

  /**
   * Place and origin of an entry.
   *
   * @param n number of the entry, from 0
   * @param nonce random name: tells a writer whether an entry at its number is its own
   * @param time when it was made; for people, never for safety
   * @param parent digest of the entry before, null for the first
   */
  record Stamp(long n, String nonce, Instant time, @Nullable String parent) {
    public Stamp {
      Objects.requireNonNull(nonce);
      Objects.requireNonNull(time);
      if (n < 0 || (n == 0) != (parent == null)) {
        throw new IllegalArgumentException("n " + n + ": only entry 0 has no parent");
      }
    }
  }

  /**
   * From here on only this holder may append.
   *
   * @param previous number of the claim before, or null
   * @param commit number of the newest commit, or null
   */
  record Claim(Stamp stamp, @Nullable Long previous, @Nullable Long commit, Holder holder)
      implements LogEntry {
    public Claim {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(holder);
    }
  }

  /**
   * A point to go on from.
   *
   * @param claim number of the claim that it was made under
   * @param base number of the commit that it goes on from, or null
   * @param ordinal how many commits it goes on from, itself included
   * @param stage stage that made it
   * @param position items of the stage that are done
   * @param stageDone whether the stage has no more items
   * @param doneStages all stages of the scope that have no more items
   * @param kept commits that can be restored once this one is in the log, itself included
   * @param dropped commits that no longer can, and whose blobs may not all be deleted yet
   */
  record Commit(
      Stamp stamp,
      long claim,
      @Nullable Long base,
      long ordinal,
      String stage,
      long position,
      boolean stageDone,
      List<String> doneStages,
      Contents contents,
      List<Long> kept,
      List<Long> dropped,
      Provenance provenance)
      implements LogEntry {
    public Commit {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(stage);
      Objects.requireNonNull(contents);
      Objects.requireNonNull(provenance);
      doneStages = List.copyOf(doneStages);
      kept = List.copyOf(kept);
      dropped = List.copyOf(dropped);
      if (position < 0 || ordinal < 1 || !kept.contains(stamp.n())) {
        throw new IllegalArgumentException(
            "position " + position + ", ordinal " + ordinal + ", kept " + kept + ": impossible");
      }
    }
  }

  /**
   * The scope is finished; all that the contents name is pinned.
   *
   * @param commit number of the last commit
   * @param key digest of all that the scope read
   * @param digests digests of its results, by name
   */
  record Done(
      Stamp stamp,
      long claim,
      long commit,
      String key,
      Map<String, String> digests,
      Contents contents)
      implements LogEntry {
    public Done {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(key);
      Objects.requireNonNull(contents);
      digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    }
  }

  /** The holder gives the scope up. */
  record Release(Stamp stamp, long claim, @Nullable Long commit) implements LogEntry {
    public Release {
      Objects.requireNonNull(stamp);
    }
  }

  /**
   * What may follow {@code done}; it never reopens a scope.
   *
   * @param blobs digests of the blobs that it concerns
   */
  record Maintenance(Stamp stamp, Action action, List<String> blobs, String reason)
      implements LogEntry {
    public Maintenance {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(action);
      Objects.requireNonNull(reason);
      blobs = List.copyOf(blobs);
    }

    /** What is done to a finished scope. */
    enum Action {
      PRUNE,
      PIN,
      PURGE,
      ABANDON
    }
  }
}
