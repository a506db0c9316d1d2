package realign.batch;

import jakarta.batch.api.chunk.ItemProcessor;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Does one item of a stage: one optimiser step, one batch of prompts. */
@Dependent
@Named("stageItemProcessor")
final class StageItemProcessor implements ItemProcessor {
  private final Chain chain;

  @Inject
  StageItemProcessor(Chain chain) {
    this.chain = chain;
  }

  @Override
  public Object processItem(Object item) {
    return chain.process((Runnable) item);
  }
}
