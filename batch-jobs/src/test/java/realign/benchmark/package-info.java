/**
 * {@code scripts/benchmark}: time and memory of training steps and generation, in processes of
 * their own, beside the usual Python stack on the same batches. Not part of the program that is
 * shipped, and not of its tests: nothing here passes or fails by a time.
 */
@org.jspecify.annotations.NullMarked
package realign.benchmark;
