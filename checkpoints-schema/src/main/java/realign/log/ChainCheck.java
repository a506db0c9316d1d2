package realign.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import realign.log.LogState.Stored;

/**
 * Checks that a log is one chain from its first entry to its last. Goes on behind a broken link, so
 * that all of them are told, and past the first missing entry to the last that a listing names.
 */
final class ChainCheck {
  private final LogReader log;
  private final ScopeKeys keys;
  private final List<ScopeAudit.Damage> damages = new ArrayList<>();
  private long entries;

  /** What the log says up to the entry before; null behind a broken link. */
  private @Nullable LogState state = LogState.EMPTY;

  /** Digest of the entry before; null behind a broken link. */
  private @Nullable String digest;

  ChainCheck(LogReader log, ScopeKeys keys) {
    this.log = log;
    this.keys = keys;
  }

  ChainCheck run() {
    long last = log.last();
    boolean present = true;
    for (long n = 0; n <= last || present; n++) {
      present = check(n, last);
    }
    return this;
  }

  long entries() {
    return entries;
  }

  List<ScopeAudit.Damage> damages() {
    return damages;
  }

  private boolean check(long n, long last) {
    try {
      Optional<Stored> stored = log.entry(n);
      stored.ifPresent(entry -> follow(n, entry));
      if (stored.isEmpty() && n <= last) {
        broken(n, "is missing, and later entries are there");
      }
      return stored.isPresent();
    } catch (DamagedLogException e) {
      broken(n, String.valueOf(e.problems().get(0).value()));
      return true;
    }
  }

  private void follow(long n, Stored stored) {
    LogState before = state;
    if (before != null) {
      state = before.after(keys.entry(n), stored);
    } else if (digest != null && !digest.equals(stored.entry().stamp().parent())) {
      throw new DamagedLogException(
          keys.entry(n), "the child of another entry " + (n - 1), "must follow it", null);
    }
    digest = stored.digest();
    entries++;
  }

  private void broken(long n, String found) {
    damages.add(new ScopeAudit.Damage(keys.entry(n), found, List.of()));
    state = null;
    digest = null;
  }
}
