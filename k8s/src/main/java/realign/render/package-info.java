/**
 * Kubernetes objects of a run, computed from spec and target alone. Nothing here touches a cluster.
 */
@NullMarked
package realign.render;

import org.jspecify.annotations.NullMarked;
