package realign.result;

import org.jspecify.annotations.Nullable;

/**
 * What one optimiser step did; a line of the scope's step records.
 *
 * @param step 1-based optimiser step
 * @param lr learning rate that this step used
 * @param loss token-mean cross-entropy that was trained on (for Vaccine the perturbed one)
 * @param cleanLoss the loss without perturbation where the method computed it
 * @param gradNorm global norm of all trained gradients before clipping
 * @param siteGradNorm joint norm of the gradients at the sites (Vaccine)
 * @param perturbationNorm joint norm of what was added at the sites (Vaccine)
 * @param tokens tokens of all micro-batches, prompts included
 */
public record StepRecord(
    int step,
    double lr,
    double loss,
    @Nullable Double cleanLoss,
    double gradNorm,
    @Nullable Double siteGradNorm,
    @Nullable Double perturbationNorm,
    long tokens) {}
