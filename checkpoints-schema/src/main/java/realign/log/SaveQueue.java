package realign.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A side thread that does one thing after the other, in the order given, with at most two waiting
 * or being done. A failure ends it: what waits is dropped, and every later call throws that
 * failure.
 */
final class SaveQueue implements AutoCloseable {
  private static final int IN_FLIGHT = 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean working;
  private boolean closed;
  private @Nullable Throwable failure;

  SaveQueue(String name) {
    thread = new Thread(this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands something over, or does nothing and returns false when two are in flight. */
  boolean offer(Runnable task) {
    lock.lock();
    try {
      throwFailure();
      if (inFlight() >= IN_FLIGHT) {
        return false;
      }
      add(task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Does something after all that was handed over, and returns when it is done. */
  void call(Runnable task) {
    lock.lock();
    try {
      throwFailure();
      await(() -> inFlight() < IN_FLIGHT);
      throwFailure();
      add(task);
    } finally {
      lock.unlock();
    }
    drain();
  }

  /** Asks for something after all that was handed over. */
  <T> T ask(Supplier<T> question) {
    Deque<T> answer = new ArrayDeque<>(1);
    call(() -> answer.add(question.get()));
    return answer.remove();
  }

  /** Returns when all that was handed over is done. */
  void drain() {
    lock.lock();
    try {
      await(() -> inFlight() == 0);
      throwFailure();
    } finally {
      lock.unlock();
    }
  }

  /** Lets what was handed over finish and ends the thread; failures were for {@link #drain}. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      await(() -> inFlight() == 0);
    } finally {
      lock.unlock();
    }
  }

  private void add(Runnable task) {
    if (closed) {
      throw new IllegalStateException("the log is closed");
    }
    waiting.add(task);
    changed.signalAll();
  }

  private int inFlight() {
    return waiting.size() + (working ? 1 : 0);
  }

  private interface Rule {
    boolean holds();
  }

  /** An interrupt must not break the order of saves; it stays for the caller to see. */
  private void await(Rule rule) {
    while (!rule.holds()) {
      changed.awaitUninterruptibly();
    }
  }

  private void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work() {
    for (Runnable task = take(); task != null; task = take()) {
      Throwable thrown = outcome(task);
      finish(thrown);
    }
  }

  private @Nullable Runnable take() {
    lock.lock();
    try {
      await(() -> closed || !waiting.isEmpty());
      Runnable task = waiting.poll();
      working = task != null;
      return task;
    } finally {
      lock.unlock();
    }
  }

  private static @Nullable Throwable outcome(Runnable task) {
    try {
      task.run();
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  private void finish(@Nullable Throwable thrown) {
    lock.lock();
    try {
      working = false;
      if (thrown != null) {
        failure = thrown;
        waiting.clear();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
