package realign.cli;

import realign.cluster.Cluster;
import realign.spec.ClusterTarget;

/** Finds the cluster that a command means, so that a test can be it. */
interface ClusterFinder {
  Cluster find(ClusterTarget placed);
}
