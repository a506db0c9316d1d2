package realign.batch;

import jakarta.batch.api.chunk.ItemWriter;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands what the stage did since the last chunk to the scope's log. */
@Dependent
@Named("stageItemWriter")
final class StageItemWriter implements ItemWriter {
  private final Chain chain;

  @Inject
  StageItemWriter(Chain chain) {
    this.chain = chain;
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    // The reader opened the stage; the log, not the checkpoint, says where it stands.
  }

  @Override
  public void writeItems(List<Object> items) {
    chain.commit();
  }

  @Override
  public @Nullable Serializable checkpointInfo() {
    return null;
  }

  @Override
  public void close() {
    // The reader closes the stage.
  }
}
