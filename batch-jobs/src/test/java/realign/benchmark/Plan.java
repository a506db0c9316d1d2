package realign.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import realign.spec.ModelSpec.Compute;

/** Which configurations are measured, in their order. */
final class Plan {
  static final String SFT = "sft";
  static final String VACCINE = "vaccine";
  static final String ACCELERATED = "accelerated-vaccine";
  static final String GENERATE = StepRequest.GENERATE;

  /** Perturbed steps come at every so many. */
  static final int TAU = 100;

  /** So many steps hold two perturbed ones. */
  private static final int ACCELERATED_STEPS = 200;

  private Plan() {}

  /** The arithmetics that this version of the engine offers. */
  static List<String> computes() {
    return Arrays.stream(Compute.values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  static List<Configuration> of(BenchmarkOptions options) {
    return all(options).stream().filter(options.only()::admits).toList();
  }

  private static List<Configuration> all(BenchmarkOptions options) {
    List<Configuration> all = new ArrayList<>();
    for (Preset model : Preset.values()) {
      for (int threads : new int[] {1, 2}) {
        for (String method : List.of(SFT, VACCINE, GENERATE)) {
          for (String compute : computes()) {
            if (options.quick() ? isQuick(model, compute, threads) : isWorthIt(method, threads)) {
              int steps = options.quick() ? Math.min(model.steps(), 5) : model.steps();
              all.add(new Configuration(model, method, compute, threads, steps));
            }
          }
        }
      }
    }
    if (!options.quick()) {
      all.add(new Configuration(Preset.TINY, ACCELERATED, "f32", 1, ACCELERATED_STEPS));
    }
    return all;
  }

  private static boolean isQuick(Preset model, String compute, int threads) {
    return model != Preset.SMOL && threads == 1 && compute.equals("f32");
  }

  /** Generation is compared on one thread. */
  private static boolean isWorthIt(String method, int threads) {
    return threads == 1 || !method.equals(GENERATE);
  }

  /** What the reference measures beside a configuration: the same, and f32 beside bf16. */
  static Set<Configuration> references(Configuration configuration) {
    Set<Configuration> references = new LinkedHashSet<>();
    if (configuration.hasReference()) {
      references.add(configuration);
      references.add(configuration.withCompute("f32"));
    }
    return references;
  }

  /**
   * What we measure beside a configuration: the SFT that the accelerated method is held against.
   */
  static List<Configuration> companions(Configuration configuration) {
    return configuration.method().equals(ACCELERATED)
        ? List.of(configuration.withMethod(SFT))
        : List.of();
  }
}
