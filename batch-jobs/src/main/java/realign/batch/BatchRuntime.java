package realign.batch;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobExecutionNotRunningException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.NoSuchJobException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.spi.JobOperatorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jakarta Batch in this process: one at a time, over a history file. */
final class BatchRuntime implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRuntime.class);

  private final JobHistory history;
  private final ArtifactContainer container;
  private final JobOperator operator;

  private BatchRuntime(JobHistory history, ArtifactContainer container, JobOperator operator) {
    this.history = history;
    this.container = container;
    this.operator = operator;
  }

  /** Opens the history in a folder and starts the container with what the artifacts drive. */
  static BatchRuntime open(Path folder, Chain chain, Consumer<String> say) {
    return over(JobHistory.open(folder, say), chain);
  }

  static BatchRuntime over(JobHistory history, Chain chain) {
    ArtifactContainer container = ArtifactContainer.start(chain);
    JobOperatorContext context =
        JobOperatorContext.create(new ChainEnvironment(history.repository()));
    JobOperatorContext.setJobOperatorContextSelector(() -> context);
    return new BatchRuntime(history, container, context.getJobOperator());
  }

  /** Goes on with the newest execution where the history has an unfinished one, else starts. */
  long startOrRestart(String job, Properties parameters) {
    Optional<JobExecution> newest = newest(job);
    if (newest.isEmpty() || finished(newest.get())) {
      return operator.start(job, parameters);
    }
    try {
      return operator.restart(newest.get().getExecutionId(), parameters);
    } catch (BatchRuntimeException e) { // the history is only that: the log knows where to go on
      LOG.warn("execution {} cannot be restarted: starting a new one", newest.get(), e);
      return operator.start(job, parameters);
    }
  }

  private static boolean finished(JobExecution execution) {
    return execution.getBatchStatus() == BatchStatus.COMPLETED
        || execution.getBatchStatus() == BatchStatus.ABANDONED;
  }

  private Optional<JobExecution> newest(String job) {
    try {
      List<JobInstance> instances = operator.getJobInstances(job, 0, 1);
      return instances.stream()
          .flatMap(instance -> operator.getJobExecutions(instance).stream())
          .reduce((older, newer) -> newer);
    } catch (NoSuchJobException e) {
      return Optional.empty();
    }
  }

  /** Waits for an execution to end. */
  BatchStatus await(long execution) {
    JobExecutionImpl running = (JobExecutionImpl) operator.getJobExecution(execution);
    try {
      running.awaitTermination(0, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a job runs", e);
    }
    return running.getBatchStatus();
  }

  /** Asks an execution to stop after the item that it is doing; nothing happens when it ended. */
  void stop(long execution) {
    try {
      operator.stop(execution);
    } catch (JobExecutionNotRunningException e) {
      LOG.debug("execution {} ended before it was told to", execution);
    }
  }

  JobOperator operator() {
    return operator;
  }

  @Override
  public void close() {
    container.close();
    history.close();
  }
}
