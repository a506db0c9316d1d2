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
            value = "projections that get an adapter",
            byDefault = "[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]")
        List<String> targets) {

  public LoraSpec {
    Settings.check(LoraSpec.class, rank, alpha, dropout, targets);
    targets = List.copyOf(targets);
  }

  /** alpha / rank. */
  public double scale() {
    return alpha / rank;
  }
}
