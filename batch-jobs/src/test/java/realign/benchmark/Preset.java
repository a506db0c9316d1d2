package realign.benchmark;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The models of the workload, and how many of its batches each is timed on. */
enum Preset {
  /** stories260K, a trained model. */
  TINY(30, 2),
  /** Random weights. */
  SMALL(10, 2),
  /** Random weights of the shape of SmolLM2-135M. */
  SMOL(3, 1);

  private final int steps;
  private final int warmup;

  Preset(int steps, int warmup) {
    this.steps = steps;
    this.warmup = warmup;
  }

  /** Name in the workload, on the command line and in results. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Timed steps, a batch each. */
  int steps() {
    return steps;
  }

  /** Steps before them. */
  int warmup() {
    return warmup;
  }

  /** The sizes of a model with random weights; null for one that is given. */
  @Nullable ModelShape random() {
    return switch (this) {
      case TINY -> null;
      case SMALL -> new ModelShape(32000, 256, 688, 6, 8, 8, 32);
      case SMOL -> new ModelShape(49152, 576, 1536, 30, 9, 3, 64);
    };
  }
}
