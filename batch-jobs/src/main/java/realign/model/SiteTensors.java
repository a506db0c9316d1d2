package realign.model;

/**
 * One f32 tensor {@code [tokens, hidden]} per layer, at the site that Vaccine perturbs: what the
 * attention module returns after its output projection, before the residual addition (Vaccine,
 * section 3.2). Rows of a batch lie end to end, in the order of the batch. Lives in the engine's
 * memory until it is closed.
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class SiteTensors implements AutoCloseable {
  SiteTensors() {}

  /** Number of layers. */
  public int layers() {
    throw new UnsupportedOperationException();
  }

  /** L2 norm over all layers together. */
  public double norm() {
    throw new UnsupportedOperationException();
  }

  /** L2 norm of each layer. */
  public double[] layerNorms() {
    throw new UnsupportedOperationException();
  }

  /** New tensors, each element multiplied; the caller closes them. */
  public SiteTensors scaled(double factor) {
    throw new UnsupportedOperationException();
  }

  /** The values of a layer, row-major. */
  public float[] toArray(int layer) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
