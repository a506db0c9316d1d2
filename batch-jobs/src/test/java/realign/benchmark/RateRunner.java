package realign.benchmark;

import java.io.PrintStream;
import java.util.Arrays;
import realign.model.Engine;
import realign.model.ProductRate;

/** Measures how fast one thread multiplies matrices, in this process, and ends. */
final class RateRunner {
  private static final int TOKENS = 573; // a batch of the workload, on average
  private static final int LABELS = 286;

  private RateRunner() {}

  /** Arguments: arithmetics beside f32, such as {@code bf16}. */
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    System.setOut(System.err);
    Engine.enterThread();
    boolean brain = Arrays.asList(arguments).contains("bf16");
    out.println(
        Json.line(
            new Rates(
                block(false), head(false), brain ? block(true) : null, brain ? head(true) : null)));
  }

  /** The width of SmolLM2-135M and its inner width. */
  private static double block(boolean brain) {
    return ProductRate.measure(TOKENS, 576, 1536, brain, RateRunner::seconds);
  }

  private static double head(boolean brain) {
    return ProductRate.measure(LABELS, 576, 49152, brain, RateRunner::seconds);
  }

  private static double seconds() {
    return ProcessReadings.cpuMs() / 1e3;
  }
}
