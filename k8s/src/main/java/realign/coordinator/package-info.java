/**
 * What brings a run forward in a cluster: decides which Job comes next, and tells whom it concerns.
 */
@NullMarked
package realign.coordinator;

import org.jspecify.annotations.NullMarked;
