package realign.batch;

import jakarta.transaction.TransactionManager;
import java.util.Properties;
import org.jberet.repository.JobRepository;
import org.jberet.se.BatchSEEnvironment;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;

/**
 * JBeret's environment for Java SE, except for the job repository, which is ours: theirs opens a
 * connection for every statement.
 */
final class ChainEnvironment implements BatchEnvironment {
  private final BatchSEEnvironment standard = new BatchSEEnvironment();
  private final ArtifactFactory artifacts = standard.getArtifactFactory();
  private final JobRepository repository;

  ChainEnvironment(JobRepository repository) {
    this.repository = repository;
  }

  @Override
  public ClassLoader getClassLoader() {
    return standard.getClassLoader();
  }

  @Override
  public ArtifactFactory getArtifactFactory() {
    return artifacts;
  }

  @Override
  public void submitTask(JobTask task) {
    standard.submitTask(task);
  }

  @Override
  public TransactionManager getTransactionManager() {
    return standard.getTransactionManager();
  }

  @Override
  public JobRepository getJobRepository() {
    return repository;
  }

  @Override
  public JobXmlResolver getJobXmlResolver() {
    return standard.getJobXmlResolver();
  }

  @Override
  public Properties getBatchConfigurationProperties() {
    return standard.getBatchConfigurationProperties();
  }

  @Override
  public String getApplicationName() {
    return "realign";
  }
}
