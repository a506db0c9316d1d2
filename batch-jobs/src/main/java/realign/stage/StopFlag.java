package realign.stage;

/**
 * Whether this process was asked to end. A stage looks at it right before it changes what a commit
 * reads, and when it is raised leaves the item undone by throwing {@link ItemAbandoned}: then the
 * last finished item is what gets committed, however long the abandoned one would have taken.
 */
@FunctionalInterface
public interface StopFlag {

  /** A flag that is never raised. */
  StopFlag NEVER = () -> false;

  /** Whether to stop. */
  boolean raised();

  /** Throws when it is raised. */
  default void check() {
    if (raised()) {
      throw new ItemAbandoned();
    }
  }
}
