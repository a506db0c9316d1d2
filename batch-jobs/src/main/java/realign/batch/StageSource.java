package realign.batch;

import realign.spec.Scope;
import realign.stage.Stage;

/** Makes the stages that a job drives. */
@FunctionalInterface
interface StageSource {

  /** A stage of a scope, not yet opened. */
  Stage<?> stage(Scope scope, String stage);
}
