package realign.method;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import realign.model.Parameters;
import realign.model.SiteGradients;
import realign.model.SiteTensors;

/**
 * What a method sees of one optimiser step. Not the place to update weights: clipping and AdamW
 * follow after the method, on the gradients that it leaves in {@link #parameters()}.
 *
 * <p>A pass ({@link #sites}, {@link #accumulate}) throws when the process was asked to stop; then
 * the step is given up without an update.
 */
public interface TrainingContext {

  /** The optimiser step, 1-based. */
  int step();

  /** The rows of the step. */
  List<MicroBatch> microBatches();

  /**
   * What is trained, with the gradients gathered so far: zero when the step begins. A term such as
   * a penalty on the weights is added to these gradients.
   */
  Parameters parameters();

  /**
   * Loss and its gradient at every site, [tokens, hidden] a layer; the parameters' gradients stay
   * as they are. The caller closes it.
   */
  SiteGradients sites(MicroBatch batch);

  /**
   * Adds the micro-batch's weight times its loss's gradient to the parameters' gradients.
   *
   * @param perturbation added at the sites as a constant, if any
   * @return the loss, unweighted
   */
  double accumulate(MicroBatch batch, @Nullable SiteTensors perturbation);

  /**
   * Leaves these parameters alone in this step: no decay, no update, and their own step count does
   * not advance (T-Vaccine's inactive layers).
   */
  void freeze(Collection<String> names);
}
