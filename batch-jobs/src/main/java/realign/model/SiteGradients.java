package realign.model;

/**
 * What the first pass of a perturbing method gives; the holder closes it.
 *
 * @param loss mean over the labelled positions
 * @param tensors gradient of that loss at every site
 */
public record SiteGradients(double loss, SiteTensors tensors) implements AutoCloseable {
  @Override
  public void close() {
    Prefix prefix = tensors.prefix();
    if (prefix != null) {
      prefix.close();
    }
    tensors.close();
  }
}
