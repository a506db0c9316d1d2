/**
 * The protocol of a scope's log as a small model, and a search through all its states.
 *
 * <p>{@link realign.protocol.Protocol} has the steps that each process may take next, {@link
 * realign.protocol.World} the store and what holds in it, {@link realign.protocol.Search} takes
 * every step in every state, the nearest states first, so that what it finds is a shortest way to
 * it. {@link realign.protocol.Rule} are the rules that can be taken away: each one's absence breaks
 * an {@link realign.protocol.Invariant}.
 *
 * <p>Modelled: two or three processes on one scope, the first a pod of a Job, the others on one
 * host; a further one that prunes a scope that it may claim and purges a finished one. Reading the
 * log, claims at once and after a watch, restore, sweep of orphans, blob, commit, deletion of what
 * was dropped, closing commit, release, done. Steps of different processes come in any order, so
 * any of them may be slow at any point; a budget says how often one also gives no sign of life for
 * a time-to-live, dies at any point and is started again under another identity, gets no answer
 * (its request arrives at once, later, even after its death, or never), and releases. A request
 * that was asked twice may arrive twice, deletions too, and a deletion may be refused.
 *
 * <p>Taken as given: the store's put-if-absent, put and delete of one key are atomic, and a read
 * sees what was written before it. An entry at a number never changes (the search checks it), so
 * reading on to the head is one step, and so is a put that meets an entry together with the read of
 * that entry. The newest commit in the log stands for the newest acknowledged one: a writer is only
 * told of what is there (checked), and it stays there (checked).
 *
 * <p>Not modelled: damaged bytes and the fall-back along kept commits, head hints and stale
 * listings, a store that refuses or is busy, record streams, pins, the side thread, {@code
 * --force}, and clocks. Tests of {@code realign.log} have those.
 */
@NullMarked
package realign.protocol;

import org.jspecify.annotations.NullMarked;
