package realign.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import realign.log.LogState.Stored;

/**
 * Reads entries from 0 on, in their order, and asks for a few of those that follow at the same
 * time: a store answers late, but many at once. The first few are read one by one, since most logs
 * have no more.
 */
final class EntryWindow implements AutoCloseable {
  private static final int AT_ONCE = 8;

  private final LongFunction<Optional<Stored>> reader;
  private final Deque<CompletableFuture<Optional<Stored>>> asked = new ArrayDeque<>();
  private @Nullable ExecutorService threads;
  private long given;

  EntryWindow(LongFunction<Optional<Stored>> reader) {
    this.reader = reader;
  }

  /** The next entry, or empty when there is none. */
  Optional<Stored> next() {
    long n = given++;
    if (n < AT_ONCE) {
      return reader.apply(n);
    }
    while (asked.size() < AT_ONCE) {
      long ahead = n + asked.size();
      asked.add(CompletableFuture.supplyAsync(() -> reader.apply(ahead), threads()));
    }
    try {
      return asked.remove().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private ExecutorService threads() {
    if (threads == null) {
      threads =
          Executors.newFixedThreadPool(
              AT_ONCE,
              work -> {
                Thread thread = new Thread(work, "log entries");
                thread.setDaemon(true);
                return thread;
              });
    }
    return threads;
  }

  /** What was asked for and is not needed is not waited for. */
  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
