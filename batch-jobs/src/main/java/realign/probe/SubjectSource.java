package realign.probe;

import org.jspecify.annotations.Nullable;
import realign.log.Restored;

/** Loads the models of a scope; costly, and bound to the thread of the stage. */
@FunctionalInterface
public interface SubjectSource {

  /**
   * Opens them.
   *
   * @param from the scope's newest commit, whose artefacts hold what the scope has trained
   */
  Subjects open(@Nullable Restored from);
}
