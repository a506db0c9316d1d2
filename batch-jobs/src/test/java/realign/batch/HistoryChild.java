package realign.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A process with a job and a history in a file, to be killed or terminated. */
final class HistoryChild {
  private static final long PAUSE_NANOS = 10_000_000;

  private final JobHistory history;
  private final CountDownLatch stopAsked = new CountDownLatch(1);

  private HistoryChild(JobHistory history) {
    this.history = history;
  }

  /**
   * Runs.
   *
   * @param arguments what to do, the file, the settings of the database
   */
  public static void main(String[] arguments) throws SQLException {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    HistoryChild child = new HistoryChild(JobHistory.openFile(Path.of(arguments[1]), arguments[2]));
    switch (arguments[0]) {
      case "kill" -> child.killedAfterTheEnd();
      case "signal" -> child.stoppedBySignal();
      case "nothing" -> child.stoppedByNobody();
      case "hook" -> child.writesInHook(!arguments[2].contains("DB_CLOSE_ON_EXIT"));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private void killedAfterTheEnd() {
    BatchRuntime runtime = BatchRuntime.over(history, new CountingChain(position -> {}));
    runtime.await(runtime.startOrRestart("load", new Properties()));
    System.out.println("committed");
    Runtime.getRuntime().halt(137);
  }

  /** As the program does it: the stop comes before any shutdown hook. */
  private void stoppedBySignal() {
    StopSignal stop = new StopSignal();
    Signals.handle(stop);
    BatchRuntime runtime = BatchRuntime.over(history, new CountingChain(this::waitInItem));
    long execution = runtime.startOrRestart("load", new Properties());
    stop.onRaise(
        () -> {
          runtime.stop(execution);
          stopAsked.countDown();
        });
    runtime.await(execution);
    runtime.close();
    System.exit(75);
  }

  /** As a program does it that knows no better. */
  private void stoppedByNobody() {
    BatchRuntime runtime = BatchRuntime.over(history, new CountingChain(this::waitInItem));
    runtime.await(runtime.startOrRestart("load", new Properties()));
  }

  /** A statement in a shutdown hook, on a connection that was open before. */
  private void writesInHook(boolean databaseCloses) throws SQLException {
    Connection connection = DriverManager.getConnection(history.url());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (databaseCloses) {
                    awaitDatabaseClosed();
                  }
                  write(connection);
                }));
    System.out.println("running");
    waitForStop();
  }

  private static void write(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE last_words (word VARCHAR(9))");
      System.out.println("written");
    } catch (SQLException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private void waitInItem(int position) {
    System.out.println("running");
    waitForStop();
  }

  private void waitForStop() {
    try {
      stopAsked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** H2's hook runs beside ours and may be the first: here it always is. */
  private void awaitDatabaseClosed() {
    while (!isUnlocked()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private boolean isUnlocked() {
    try (FileChannel channel =
        FileChannel.open(Path.of(history.file() + ".mv.db"), StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
