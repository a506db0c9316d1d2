package realign.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.log.LogState.Stored;
import realign.spec.Digest;
import realign.store.ObjectStore;

/**
 * Reads a scope's log. The way to the head needs neither a listing nor a clock to be right: they
 * only shorten it, and the last step is always a GET of the entry that is missing.
 */
final class LogReader {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 1000;

  private final ObjectStore store;
  private final ScopeKeys keys;
  private final EntryCodec codec = new EntryCodec();

  LogReader(ObjectStore store, ScopeKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** An entry, or empty when there is none of that number. */
  Optional<Stored> entry(long n) {
    String key = keys.entry(n);
    return SmallObjects.entry(store, key)
        .map(bytes -> new Stored(codec.read(key, n, bytes), Digest.of(bytes)));
  }

  /** A commit that another entry names. */
  LogEntry.Commit commit(long n) {
    return named(n, LogEntry.Commit.class);
  }

  /** A claim that another entry names. */
  LogEntry.Claim claim(long n) {
    return named(n, LogEntry.Claim.class);
  }

  /** An entry that must be there, since others name it or follow it. */
  LogEntry read(long n) {
    return existing(n).entry();
  }

  /** Whether an entry gave the scope up. */
  boolean isRelease(long n) {
    return existing(n).entry() instanceof LogEntry.Release;
  }

  private <E extends LogEntry> E named(long n, Class<E> type) {
    LogEntry entry = existing(n).entry();
    if (!type.isInstance(entry)) {
      throw missing(n, "another kind of entry");
    }
    return type.cast(entry);
  }

  private Stored existing(long n) {
    return entry(n).orElseThrow(() -> missing(n, "nothing"));
  }

  private DamagedLogException missing(long n, String found) {
    return new DamagedLogException(
        keys.entry(n), found, "must be the entry that later entries name", null);
  }

  /** What the whole log says. */
  LogState head() {
    return onwards(
        hint().flatMap(this::entry).or(this::newest).map(this::at).orElse(LogState.EMPTY));
  }

  private Optional<Stored> newest() {
    long last = last();
    return last < 0 ? Optional.empty() : Optional.of(existing(last));
  }

  /** What the log says up to an entry that is there. */
  LogState upTo(long n) {
    LogState now = at(existing(n));
    while (now.head() < n) {
      now = now.after(keys.entry(now.head() + 1), existing(now.head() + 1));
    }
    return now;
  }

  /** What the log says now, read on from what it said. */
  LogState onwards(LogState state) {
    LogState now = state;
    for (Optional<Stored> next = entry(now.head() + 1);
        next.isPresent();
        next = entry(now.head() + 1)) {
      now = now.after(keys.entry(now.head() + 1), next.get());
    }
    return now;
  }

  /** All entries, each checked to follow the one before; several are read at a time. */
  List<LogEntry> all() {
    List<LogEntry> entries = new ArrayList<>();
    LogState state = LogState.EMPTY;
    try (EntryWindow window = new EntryWindow(this::entry)) {
      for (Optional<Stored> next = window.next(); next.isPresent(); next = window.next()) {
        state = state.after(keys.entry(state.head() + 1), next.get());
        entries.add(next.get().entry());
      }
    }
    return entries;
  }

  private Optional<Long> hint() {
    return SmallObjects.hint(store, keys.head()).flatMap(LogReader::number);
  }

  private static Optional<Long> number(byte[] bytes) {
    try {
      JsonNode n = JSON.readTree(bytes).path("n");
      return n.isIntegralNumber() && n.longValue() >= 0
          ? Optional.of(n.longValue())
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty(); // a hint is never trusted
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }

  /** The newest entry that a listing names, -1 for none. */
  long last() {
    long last = -1;
    String after = "";
    List<String> page;
    do {
      page = store.list(keys.entries(), after, PAGE);
      for (String key : page) {
        last = ScopeKeys.entryNumber(key).orElse(last);
        after = key;
      }
    } while (page.size() == PAGE);
    return last;
  }

  /**
   * The state at an entry, or at the one that the maintenance up to it followed; by the numbers
   * that it names instead of by reading all before it.
   */
  private LogState at(Stored near) {
    Stored stored = near;
    while (stored.entry() instanceof LogEntry.Maintenance made) {
      stored = existing(made.n() - 1);
    }
    LogEntry entry = stored.entry();
    if (entry instanceof LogEntry.Claim made) {
      return state(stored, made, false, made.commit(), null);
    } else if (entry instanceof LogEntry.Commit made) {
      return state(stored, claim(made.claim()), false, made.n(), null);
    } else if (entry instanceof LogEntry.Release made) {
      return state(stored, claim(made.claim()), true, made.commit(), null);
    } else if (entry instanceof LogEntry.Done made) {
      return state(stored, claim(made.claim()), false, made.commit(), made);
    }
    throw missing(entry.n(), "an unknown kind of entry");
  }

  private LogState state(
      Stored at,
      LogEntry.Claim claim,
      boolean released,
      @Nullable Long commit,
      LogEntry.@Nullable Done done) {
    LogEntry.Commit newest = commit == null ? null : commit(commit);
    return new LogState(at.entry().n(), at.digest(), claim, released, newest, done, Upkeep.NONE);
  }
}
