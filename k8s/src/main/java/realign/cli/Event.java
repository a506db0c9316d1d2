package realign.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What a line on the child's stdout says. */
sealed interface Event {

  /** A stage begins, or goes on, at an item. */
  record StageBegins(String scope, String stage, long position, long size) implements Event {}

  /**
   * A stage goes on.
   *
   * @param text short numbers for a person, such as {@code loss 0.412}
   * @param committed items of the newest durable commit, or null before the first
   * @param committedAgoMs age of that commit, ms
   * @param etaMs expected rest of the stage, ms
   */
  record Progress(
      String scope,
      String stage,
      long position,
      long size,
      String text,
      @Nullable Long committed,
      @Nullable Long committedAgoMs,
      @Nullable Long etaMs)
      implements Event {

    boolean complete() {
      return size > 0 && position >= size;
    }
  }

  /** Something that a person should be told. */
  record Note(String level, String text) implements Event {}

  /** Something that a person must mend. */
  record ProblemMet(String id, String message) implements Event {}

  /** The child is about to exit. */
  record End(int exit, @Nullable String verdict) implements Event {}

  /** An event that this version does not know, or a document that is no event. */
  record Other(JsonNode json) implements Event {}

  /** A line that is no JSON object: some library's talk. */
  record Talk(String line) implements Event {}
}
