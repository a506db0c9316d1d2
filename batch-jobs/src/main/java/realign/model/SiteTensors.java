package realign.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One f32 tensor {@code [tokens, hidden]} per layer, at the site that Vaccine perturbs: what the
 * attention module returns after its output projection, before the residual addition (Vaccine,
 * section 3.2). Rows of a batch lie end to end, in the order of the batch. Lives in the engine's
 * memory until it is closed.
 */
public final class SiteTensors implements AutoCloseable {
  private final NDManager manager;
  private final List<NDArray> tensors;
  private final @Nullable Prefix prefix;

  /** Takes over a manager that owns the arrays. */
  SiteTensors(NDManager manager, List<NDArray> tensors) {
    this(manager, tensors, null);
  }

  /**
   * Takes over a manager that owns the arrays.
   *
   * @param prefix of the pass that gave them, owned by whoever asked for that pass
   */
  SiteTensors(NDManager manager, List<NDArray> tensors, @Nullable Prefix prefix) {
    this.manager = manager;
    this.tensors = List.copyOf(tensors);
    this.prefix = prefix;
    tensors.forEach(tensor -> tensor.attach(manager));
  }

  /** What a pass that is perturbed by these may begin with, if anything. */
  @Nullable Prefix prefix() {
    return prefix;
  }

  /** Number of layers. */
  public int layers() {
    return tensors.size();
  }

  /** L2 norm over all layers together. */
  public double norm() {
    return Tensors.joint(layerNorms());
  }

  /** L2 norm of each layer. */
  public double[] layerNorms() {
    return Tensors.norms(tensors);
  }

  /** New tensors, each element multiplied; the caller closes them. */
  public SiteTensors scaled(double factor) {
    NDManager owner = manager.getParentManager().newSubManager();
    return new SiteTensors(owner, Tensors.scaled(owner, tensors, (float) factor), prefix);
  }

  /** The values of a layer, row-major. */
  public float[] toArray(int layer) {
    return HostArrays.floats(tensors.get(layer));
  }

  NDArray tensor(int layer) {
    return tensors.get(layer);
  }

  @Override
  public void close() {
    manager.close();
  }
}
