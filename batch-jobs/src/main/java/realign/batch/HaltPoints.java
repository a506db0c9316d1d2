package realign.batch;

/**
 * Named moments of a stage at which tests end the process; the program itself passes {@link #NONE}.
 * The moments inside a commit belong to the store and are named there.
 */
@FunctionalInterface
interface HaltPoints {

  /** Nothing ever halts. */
  HaltPoints NONE = (moment, scope, stage, position) -> {};

  /** Moments. */
  enum Moment {
    CLAIMED,
    OPENED,
    AFTER_READ,
    BEFORE_STEP,
    /** When a stage asks whether to stop; told without scope, stage and position. */
    IN_STEP,
    AFTER_STEP,
    BEFORE_COMMIT,
    AFTER_COMMIT,
    STAGE_DONE,
    BEFORE_DONE,
    AFTER_DONE
  }

  /** Passes a moment. */
  void at(Moment moment, String scope, String stage, long position);
}
