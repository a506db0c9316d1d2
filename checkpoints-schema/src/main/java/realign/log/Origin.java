package realign.log;

import java.util.Objects;

/**
 * A commit of another scope, by which one says where copied blobs come from.
 *
 * @param run its run
 * @param scope its scope
 * @param commit number of its entry
 */
public record Origin(String run, String scope, long commit) {
  public Origin {
    Objects.requireNonNull(run);
    Objects.requireNonNull(scope);
    if (commit < 0) {
      throw new IllegalArgumentException("commit " + commit + ": must be 0 or more");
    }
  }

  @Override
  public String toString() {
    return run + "/" + scope + "@" + commit;
  }
}
