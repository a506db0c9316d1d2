package realign.log;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
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

    /** An entry names only entries before it: whoever follows the names comes to an end. */
    void requireEarlier(String field, @Nullable Long other) {
      if (other != null && (other < 0 || other >= n)) {
        throw new IllegalArgumentException(field + " " + other + ": must be before " + n);
      }
    }

    /** The same for a list, in which each number stands once. */
    void requireEarlier(String field, List<Long> others) {
      long last = -1;
      for (long other : others) {
        requireEarlier(field, other);
        if (other <= last) {
          throw new IllegalArgumentException(field + " " + other + " after " + last);
        }
        last = other;
      }
    }
  }

  /**
   * From here on only this holder may append.
   *
   * @param previous number of the claim before, or null
   * @param ordinal how many claims the scope has had, this one included
   * @param commit number of the newest commit, or null
   */
  record Claim(
      Stamp stamp, @Nullable Long previous, long ordinal, @Nullable Long commit, Holder holder)
      implements LogEntry {
    public Claim {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(holder);
      stamp.requireEarlier("previous", previous);
      stamp.requireEarlier("commit", commit);
      if ((ordinal == 1) != (previous == null) || ordinal < 1) {
        throw new IllegalArgumentException(
            "ordinal " + ordinal + ", previous " + previous + ": only claim 1 has none before");
      }
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
   * @param pinned those of the kept commits that retention never drops
   * @param dropped commits that no longer can, and whose blobs may not all be deleted yet
   * @param from the commit of another scope whose blobs this one copied, or null
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
      List<Long> pinned,
      List<Long> dropped,
      @Nullable Origin from,
      Provenance provenance)
      implements LogEntry {
    public Commit {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(stage);
      Objects.requireNonNull(contents);
      Objects.requireNonNull(provenance);
      doneStages = List.copyOf(doneStages);
      kept = List.copyOf(kept);
      pinned = List.copyOf(pinned);
      dropped = List.copyOf(dropped);
      stamp.requireEarlier("claim", claim);
      stamp.requireEarlier("base", base);
      stamp.requireEarlier("dropped", dropped);
      stamp.requireEarlier("kept", kept.subList(0, Math.max(0, kept.size() - 1)));
      if (position < 0 || ordinal < 1 || !kept.contains(stamp.n()) || !kept.containsAll(pinned)) {
        throw new IllegalArgumentException(
            "position %d, ordinal %d, kept %s, pinned %s: impossible"
                .formatted(position, ordinal, kept, pinned));
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
      stamp.requireEarlier("claim", claim);
      stamp.requireEarlier("commit", commit);
      digests.values().forEach(Objects::requireNonNull);
      digests = Collections.unmodifiableMap(new TreeMap<>(digests));
    }
  }

  /** The holder gives the scope up. */
  record Release(Stamp stamp, long claim, @Nullable Long commit) implements LogEntry {
    public Release {
      Objects.requireNonNull(stamp);
      stamp.requireEarlier("claim", claim);
      stamp.requireEarlier("commit", commit);
    }
  }

  /**
   * What may follow the end of a scope, and what ends one that is given up for good; it never
   * reopens a scope.
   *
   * @param claim number of the claim whose holder abandons an unfinished scope; null once the scope
   *     has ended
   * @param commits commits that can no longer be restored
   * @param blobs keys below the scope of blobs that are deleted once this entry is in the log
   * @param reason for people
   */
  record Maintenance(
      Stamp stamp,
      @Nullable Long claim,
      Action action,
      List<Long> commits,
      List<String> blobs,
      String reason)
      implements LogEntry {
    /** Only what lies below the scope, and only blobs: whoever reads this deletes it. */
    private static final Pattern BLOB =
        Pattern.compile("(blobs|restricted)/\\d{1,18}/[0-9a-f]{64}");

    public Maintenance {
      Objects.requireNonNull(stamp);
      Objects.requireNonNull(action);
      Objects.requireNonNull(reason);
      commits = List.copyOf(commits);
      blobs = List.copyOf(blobs);
      stamp.requireEarlier("claim", claim);
      stamp.requireEarlier("commits", commits);
      if (claim != null && action != Action.ABANDON) {
        throw new IllegalArgumentException("claim " + claim + ": only abandons");
      }
      for (String blob : blobs) {
        if (!BLOB.matcher(blob).matches()) {
          throw new IllegalArgumentException("blob '" + blob + "': must be PREFIX/CLAIM/SHA256");
        }
      }
    }

    /** What is done to a scope that has ended. */
    enum Action {
      /** Commits that were kept can no longer be restored. */
      PRUNE,
      /** Blobs that the results name are gone on purpose. */
      PURGE,
      /** The results are not to be used. */
      ABANDON
    }
  }
}
