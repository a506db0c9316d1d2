package realign.stage;

import org.jspecify.annotations.Nullable;
import realign.log.Draft;
import realign.log.Restored;

/**
 * One stage of a scope as a sequence of items, of which a commit makes any number durable at once.
 * Not a batch artifact: the artifacts in {@code realign.batch} drive it, tests drive it directly.
 *
 * <p>All methods are called by one thread at a time, {@link #open} first. A stage that is opened on
 * a commit goes on from it with the same bits as if it had never stopped.
 *
 * @param <I> an item: what one optimiser step or one batch of prompts works on
 */
public interface Stage<I> extends AutoCloseable {

  /** Name in the log, the job XML and messages: load, align, attack, evaluate, report. */
  String name();

  /**
   * Makes the stage ready for its next item.
   *
   * @param from the newest commit of this scope that verifies, or null when there is none; it may
   *     be of an earlier stage, whose artefacts it carries, and then this stage begins at 0
   */
  void open(@Nullable Restored from);

  /** Number of items; known after {@link #open}. */
  long size();

  /** Items that are done. */
  long position();

  /** The next item, or null when all are done. */
  @Nullable I read();

  /** Does one item; afterwards {@link #position} is one more. */
  void process(I item);

  /** Whether the stage itself asks for a commit after the item just done. */
  default boolean wantsCommit() {
    return false;
  }

  /**
   * Everything since the last draft, copied to host memory: state, artefacts and records. Called
   * between two items.
   */
  Draft draft();

  /** A short line of numbers for a person, such as {@code loss 0.412}. */
  String progress();

  /** Training loss of the last item, for the sign of life; not a number where there is none. */
  default double loss() {
    return Double.NaN;
  }

  @Override
  void close();
}
