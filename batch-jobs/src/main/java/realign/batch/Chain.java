package realign.batch;

import org.jspecify.annotations.Nullable;

/**
 * What the batch artifacts drive: the stages of a job one after the other, each as a sequence of
 * items. The artifacts hold nothing themselves. All methods are called by the thread that runs the
 * step; that may be another one for the next step.
 */
interface Chain {

  /**
   * Opens a stage, claiming its scope before where that has not been done.
   *
   * @param mark where the job repository believes the stage to stand, or null; the log knows better
   */
  void open(String scope, String stage, @Nullable String mark);

  /** The next item of the open stage as the work that it is, or null when there is none. */
  @Nullable Runnable read();

  /** Does an item; returns a token for the writer. */
  Object process(Runnable item);

  /** Whether the chunk ends after the item just done. */
  boolean commitDue();

  /** Makes what was done durable, or hands it over for that. */
  void commit();

  /** The job repository has recorded the chunk. */
  void committed();

  /** Where the open stage stands: a short text. */
  String mark();

  /** Closes the open stage; nothing happens when there is none. */
  void closeStage();
}
