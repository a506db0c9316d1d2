package realign.benchmark;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import realign.spec.method.Sft;
import realign.training.MeasuredSteps;

/** The parts of a step on the first batch of the workload, one thread. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepKernels {

  /** What a model is made of. */
  @State(Scope.Thread)
  public static class Shape {
    /** Preset whose sizes are taken. */
    @Param({"small", "smol"})
    public String model = "";

    /** Arithmetic of the frozen products. */
    @Param("f32")
    public String compute = "";

    ModelShape sizes() {
      Preset preset = Preset.valueOf(model.toUpperCase(Locale.ROOT));
      return Objects.requireNonNull(preset.random(), model);
    }
  }

  /** One attention block, forward. */
  @Benchmark
  public double attentionForward(Attention state) {
    return state.model().forward();
  }

  /** One attention block, forward and backward. */
  @Benchmark
  public double attentionBoth(Attention state) {
    return state.model().forwardAndBackward();
  }

  /** One feed-forward part, forward. */
  @Benchmark
  public double feedForwardForward(FeedForward state) {
    return state.model().forward();
  }

  /** One feed-forward part, forward and backward. */
  @Benchmark
  public double feedForwardBoth(FeedForward state) {
    return state.model().forwardAndBackward();
  }

  /** Head and loss, forward. */
  @Benchmark
  public double headForward(Head state) {
    return state.model().forward();
  }

  /** Head and loss, forward and backward. */
  @Benchmark
  public double headBoth(Head state) {
    return state.model().forwardAndBackward();
  }

  /** The update of a whole adapter. */
  @Benchmark
  public void adamW(Adapter state) {
    state.steps().update(1e-6);
  }

  /** The copy of a whole adapter that a checkpoint needs. */
  @Benchmark
  public long snapshot(Adapter state) {
    return state.steps().snapshot();
  }

  /** A model that one part is full in. */
  @State(Scope.Thread)
  public abstract static class Part {
    private @Nullable KernelModel model;

    abstract KernelModel make(ModelShape sizes, String compute);

    /** Makes it. */
    @Setup(Level.Trial)
    public void open(Shape shape) {
      model = make(shape.sizes(), shape.compute);
    }

    KernelModel model() {
      return Objects.requireNonNull(model);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
      model().close();
    }
  }

  /** Attention. */
  public static class Attention extends Part {
    @Override
    KernelModel make(ModelShape sizes, String compute) {
      return KernelModel.attention(sizes, compute);
    }
  }

  /** Feed-forward. */
  public static class FeedForward extends Part {
    @Override
    KernelModel make(ModelShape sizes, String compute) {
      return KernelModel.feedForward(sizes, compute);
    }
  }

  /** Output head. */
  public static class Head extends Part {
    @Override
    KernelModel make(ModelShape sizes, String compute) {
      return KernelModel.head(sizes, compute);
    }
  }

  /** The adapter of all layers, with gradients. */
  @State(Scope.Thread)
  public static class Adapter {
    private @Nullable MeasuredSteps steps;

    /** Makes it. */
    @Setup(Level.Trial)
    public void open(Shape shape) {
      ModelShape sizes = shape.sizes();
      KernelModel model = KernelModel.blocks(sizes, sizes.layers(), shape.compute);
      model.forwardAndBackward();
      steps = new MeasuredSteps(model.model(), new Sft(), 1);
    }

    MeasuredSteps steps() {
      return Objects.requireNonNull(steps);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() {
      steps().close();
    }
  }
}
