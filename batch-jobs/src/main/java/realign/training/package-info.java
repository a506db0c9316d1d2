/**
 * Optimiser steps: AdamW, learning rate, clipping, randomness, and the stage that aligns and
 * attacks. Knows no method by name.
 */
@org.jspecify.annotations.NullMarked
package realign.training;
