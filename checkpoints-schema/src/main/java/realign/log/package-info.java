/**
 * The log of a scope: claim, commit, restore, done, and a view of it for everybody else. The only
 * truth about what a scope has done; knows nothing of what its blobs and lines mean.
 */
@org.jspecify.annotations.NullMarked
package realign.log;
