package realign.method;

/** Supervised fine-tuning: the gradient of the loss and nothing else. */
final class Sft implements Method {
  @Override
  public StepLosses step(TrainingContext context) {
    return StepLosses.mean(
        context.microBatches(), batch -> StepLosses.plain(context.accumulate(batch, null)));
  }
}
