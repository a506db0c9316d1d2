/** What the operator's program does to a cluster, and how it reads what a cluster says. */
@NullMarked
package realign.cluster;

import org.jspecify.annotations.NullMarked;
