package realign.spec;

import java.util.List;
import realign.spec.binding.Settings;

/** A low-rank adapter: {@code y = W x + (alpha / rank) B A dropout(x)}. */
public record LoraSpec(
    @Setting(value = "rank of A and B", byDefault = "8", min = 1) int rank,
    @Setting(value = "scale numerator", byDefault = "4", min = 0) double alpha,
    @Setting(value = "dropout on the adapter's input", byDefault = "0", min = 0, max = 0.95)
        double dropout,
    @Setting(
            value = "projections that get an adapter, by their names; all-linear for all",
            byDefault = "[all-linear]")
        List<String> targets) {

  private static final String ALL = "all-linear";

  public LoraSpec {
    Settings.check(LoraSpec.class, rank, alpha, dropout, targets);
    targets = List.copyOf(targets);
  }

  /** The same with the projections by name, where all were asked for. */
  public LoraSpec among(List<String> projections) {
    return targets.equals(List.of(ALL)) ? new LoraSpec(rank, alpha, dropout, projections) : this;
  }

  /** alpha / rank. */
  public double scale() {
    return alpha / rank;
  }
}
