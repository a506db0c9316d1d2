package realign.protocol;

/**
 * How far the search goes.
 *
 * @param writers processes that train; the first one is a pod of a Job, the others share a host
 * @param pruner whether one more process, on that host, prunes and purges
 * @param last items of the scope, of which each is one commit
 * @param keepLast commits that stay restorable
 * @param crashes how often a process dies at any moment
 * @param delays requests whose answer is lost and that may arrive late
 * @param pauses how often a process stops giving signs of life and goes on later
 * @param releases how often a holder gives the scope up
 */
record Bounds(
    int writers,
    boolean pruner,
    int last,
    int keepLast,
    int crashes,
    int delays,
    int pauses,
    int releases) {

  int processes() {
    return writers + (pruner ? 1 : 0);
  }

  boolean prunes(int slot) {
    return pruner && slot == writers;
  }
}
