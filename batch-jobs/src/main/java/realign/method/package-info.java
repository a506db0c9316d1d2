/**
 * Methods: how an optimiser step makes its gradients, one file each, and what they see of a
 * training step. Knows no optimiser, no data and no log.
 */
@org.jspecify.annotations.NullMarked
package realign.method;
