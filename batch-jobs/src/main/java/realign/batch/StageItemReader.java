package realign.batch;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.ItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Reads the items of a stage. Its checkpoint is the position in the scope's log, as text. */
@Dependent
@Named("stageItemReader")
final class StageItemReader implements ItemReader {
  private final Chain chain;
  private final String scope;
  private final String stage;

  @Inject
  StageItemReader(
      Chain chain,
      @BatchProperty(name = "scope") String scope,
      @BatchProperty(name = "stage") String stage) {
    this.chain = chain;
    this.scope = scope;
    this.stage = stage;
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    chain.open(scope, stage, (String) checkpoint);
  }

  @Override
  public @Nullable Object readItem() {
    return chain.read();
  }

  @Override
  public String checkpointInfo() {
    return chain.mark();
  }

  @Override
  public void close() {
    chain.closeStage();
  }
}
