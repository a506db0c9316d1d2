package realign.model;

/**
 * Decides every dropout mask of one pass. Passes with the same key and the same batch drop the same
 * elements: both passes of a Vaccine step share their masks that way.
 *
 * @param seed of the engine's generator, set before the pass
 */
public record DropoutKey(long seed) {}
