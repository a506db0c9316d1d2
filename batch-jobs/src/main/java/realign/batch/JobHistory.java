package realign.batch;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.batch.operations.BatchRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;
import org.jberet.repository.JdbcRepository;
import org.jberet.repository.JobRepository;

/**
 * The job repository in an H2 file. Not where the truth lives: it is a history that may be lost at
 * any time, because every stage asks the scope's log where it stands.
 */
final class JobHistory implements AutoCloseable {

  /**
   * Without the delay of zero a killed process loses rows that it was told were committed; without
   * the second setting H2 closes the file in a shutdown hook of its own, before the last status is
   * written.
   */
  static final String SETTINGS = ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

  /** Nested connections of the repository dead-lock a smaller pool. */
  private static final int CONNECTIONS = 4;

  private static final int MOST_FILES = 100;

  private final HikariDataSource pool;
  private final JobRepository repository;
  private final Path file;

  private JobHistory(HikariDataSource pool, JobRepository repository, Path file) {
    this.pool = pool;
    this.repository = repository;
    this.file = file;
  }

  /**
   * Opens the history in a folder, or begins another file beside it where that one is locked or
   * unreadable.
   *
   * @param say hears about a file that was passed over
   */
  static JobHistory open(Path folder, Consumer<String> say) {
    createFolder(folder);
    for (int number = 1; ; number++) {
      Path file = folder.resolve(number == 1 ? "history" : "history-" + number);
      try {
        return openFile(file, SETTINGS);
      } catch (RuntimeException e) {
        if (number == MOST_FILES) {
          throw e;
        }
        say.accept("job history " + file + " is locked or unreadable: beginning another one");
      }
    }
  }

  /** Opens one file, or throws where that is not possible. */
  static JobHistory openFile(Path file, String settings) {
    HikariDataSource pool = pool(file, settings);
    try {
      return new JobHistory(pool, new JdbcRepository(pool, new Properties()), file);
    } catch (BatchRuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariDataSource pool(Path file, String settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("history");
    config.setJdbcUrl("jdbc:h2:file:" + file.toAbsolutePath() + settings);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setAutoCommit(true);
    return new HikariDataSource(config);
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("job history cannot be kept in " + folder, e);
    }
  }

  JobRepository repository() {
    return repository;
  }

  Path file() {
    return file;
  }

  String url() {
    return pool.getJdbcUrl();
  }

  @Override
  public void close() {
    pool.close();
  }
}
