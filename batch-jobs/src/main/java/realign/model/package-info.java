/**
 * Language models on DJL's PyTorch engine: Hugging Face directories, LoRA, losses and gradients at
 * the sites that Vaccine perturbs, greedy generation, tokenizer. Knows no method and no optimiser.
 */
@org.jspecify.annotations.NullMarked
package realign.model;
