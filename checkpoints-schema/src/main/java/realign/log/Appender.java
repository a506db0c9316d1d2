package realign.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;
import realign.log.LogState.Stored;
import realign.spec.CanonicalJson;
import realign.spec.Digest;
import realign.store.ObjectStore;
import realign.store.Payload;
import realign.store.StoreException;
import realign.store.StoreException.Kind;

/** Appends an entry: the one commit point and the one fence of the protocol. */
final class Appender {

  /** How an append ended. */
  enum Outcome {
    /** The entry is in the log. */
    COMMITTED,
    /** Another's entry has its number: ours is not in the log and never will be. */
    FENCED,
    /** The entry is not in the log. */
    FAILED,
    /** Nobody can tell; the entry may yet appear, so nothing else may be put at its number. */
    UNKNOWN
  }

  /** The outcome, what it left in the log, and why it failed. */
  record Appended(Outcome outcome, Stored stored, @Nullable StoreException failure) {}

  private final ObjectStore store;
  private final ScopeKeys keys;
  private final LogReader reader;
  private final Patience patience;
  private final EntryCodec codec = new EntryCodec();

  Appender(ObjectStore store, ScopeKeys keys, LogReader reader, Patience patience) {
    this.store = store;
    this.keys = keys;
    this.reader = reader;
    this.patience = patience;
  }

  /** Puts the same bytes until the outcome is known or patience ends. */
  Appended append(LogEntry entry) {
    byte[] bytes = codec.write(entry);
    Stored stored = new Stored(entry, Digest.of(bytes));
    boolean mayHaveHappened = false;
    for (int attempt = 1; ; attempt++) {
      try {
        Outcome outcome = putOrFind(entry, bytes) ? Outcome.COMMITTED : Outcome.FENCED;
        return new Appended(outcome, stored, null);
      } catch (StoreException e) {
        mayHaveHappened |= e.outcomeUnknown();
        if (!patience.pause(attempt, e)) {
          return new Appended(mayHaveHappened ? Outcome.UNKNOWN : Outcome.FAILED, stored, e);
        }
      }
    }
  }

  /** A put whose answer was lost meets its own entry when it is tried again. */
  private boolean putOrFind(LogEntry entry, byte[] bytes) {
    return store.putIfAbsent(keys.entry(entry.n()), Payload.of(bytes)) || isOwn(entry);
  }

  private boolean isOwn(LogEntry entry) {
    try {
      Stored found = reader.entry(entry.n()).orElseThrow(() -> unreadable(entry, null));
      return found.entry().stamp().nonce().equals(entry.stamp().nonce());
    } catch (StoreException e) {
      throw unreadable(entry, e); // whose it is remains unknown
    }
  }

  private StoreException unreadable(LogEntry entry, @Nullable StoreException cause) {
    String message = keys.entry(entry.n()) + ": exists, and could not be read";
    return new StoreException(message, cause, Kind.UNKNOWN);
  }

  /** Leaves a hint to the newest entry; whoever lacks it only reads a little more. */
  void hint(long n) {
    byte[] hint = CanonicalJson.bytes(JsonNodeFactory.instance.objectNode().put("n", n));
    try {
      store.put(keys.head(), Payload.of(hint));
    } catch (StoreException e) {
      return; // never trusted, so never missed
    }
  }
}
