package realign.benchmark;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A configuration and what it took, over all repeats. Times are ms a step, plain means where no
 * other is named; sizes MB of 2^20 bytes, the largest of the repeats. Reference figures are those
 * of the same model, method, arithmetic and threads; null where there are none.
 *
 * @param stepMs elapsed
 * @param cpuMs CPU time of the process
 * @param flopsFraction least CPU time of the counted arithmetic by the measured rates, over cpuMs
 * @param tokensPerSecond real tokens trained on, or newly made, per second elapsed
 * @param cpuBestMs mean over the batches, of each the best repeat
 * @param cpuMeansMs the mean of each repeat
 * @param f32ReferenceStepMs the reference in f32, whatever the row's arithmetic is
 */
record Row(
    String model,
    String method,
    String compute,
    int threads,
    double stepMs,
    double cpuMs,
    double flopsFraction,
    double tokensPerSecond,
    double peakRssMb,
    @Nullable Double referenceStepMs,
    @Nullable Double referenceCpuMs,
    @Nullable Double referencePeakRssMb,
    int steps,
    double stepMedianMs,
    double stepMinMs,
    double cpuMedianMs,
    double cpuMinMs,
    double cpuBestMs,
    double threadCpuMs,
    List<Double> cpuMeansMs,
    double startedRssMb,
    double loadedRssMb,
    double fileRssMb,
    double gflopsPerStep,
    @Nullable Double firstLoss,
    @Nullable Double lastLoss,
    @Nullable Double referenceTokensPerSecond,
    @Nullable Double referenceStepMedianMs,
    @Nullable Double referenceStepMinMs,
    @Nullable Double referenceCpuMedianMs,
    @Nullable Double referenceCpuMinMs,
    @Nullable Double referenceCpuBestMs,
    List<Double> referenceCpuMeansMs,
    @Nullable Double referenceImportedRssMb,
    @Nullable Double referenceLoadedRssMb,
    @Nullable Double referenceFirstLoss,
    @Nullable Double referenceLastLoss,
    @Nullable Double f32ReferenceStepMs,
    @Nullable Double f32ReferenceCpuMs,
    @Nullable Double f32ReferencePeakRssMb) {

  Row {
    cpuMeansMs = List.copyOf(cpuMeansMs);
    referenceCpuMeansMs = List.copyOf(referenceCpuMeansMs);
  }

  static Row of(
      Configuration is,
      List<StepResult> ours,
      List<ReferenceResult> reference,
      List<ReferenceResult> f32Reference,
      Rates rates) {
    Sample wall = Sample.of(ours, StepResult::wallMs);
    Sample cpu = Sample.of(ours, StepResult::cpuMs);
    Flops flops = ours.stream().map(StepResult::flops).reduce(Flops.NONE, Flops::plus);
    StepResult one = ours.get(0);
    List<Double> losses = one.losses();
    return new Row(
        is.model().label(),
        is.method(),
        is.compute(),
        is.threads(),
        wall.mean(),
        cpu.mean(),
        rates.seconds(flops, is.compute()) * 1e3 / cpu.sum(),
        ours.stream().mapToDouble(StepResult::tokens).sum() * 1e3 / wall.sum(),
        most(ours, StepResult::peakRssMb),
        mean(reference, ReferenceResult::wallMs),
        mean(reference, ReferenceResult::cpuMs),
        mostOrNull(reference, ReferenceResult::peakRssMb),
        is.steps(),
        wall.median(),
        wall.min(),
        cpu.median(),
        cpu.min(),
        Sample.best(ours, StepResult::cpuMs).mean(),
        Sample.of(ours, StepResult::threadCpuMs).mean(),
        ours.stream().map(run -> new Sample(run.cpuMs()).mean()).toList(),
        most(ours, StepResult::startedRssMb),
        most(ours, StepResult::loadedRssMb),
        most(ours, StepResult::fileRssMb),
        flops.total() / cpu.values().size() / 1e9,
        losses.isEmpty() ? null : losses.get(0),
        losses.isEmpty() ? null : losses.get(losses.size() - 1),
        referenceTokens(reference),
        figure(reference, ReferenceResult::wallMs, Sample::median),
        figure(reference, ReferenceResult::wallMs, Sample::min),
        figure(reference, ReferenceResult::cpuMs, Sample::median),
        figure(reference, ReferenceResult::cpuMs, Sample::min),
        reference.isEmpty() ? null : Sample.best(reference, ReferenceResult::cpuMs).mean(),
        reference.stream().map(run -> new Sample(run.cpuMs()).mean()).toList(),
        mostOrNull(reference, ReferenceResult::importedRssMb),
        mostOrNull(reference, ReferenceResult::loadedRssMb),
        losses.isEmpty() ? null : mostOrNull(reference, ReferenceResult::firstLoss),
        losses.isEmpty() ? null : mostOrNull(reference, ReferenceResult::lastLoss),
        mean(f32Reference, ReferenceResult::wallMs),
        mean(f32Reference, ReferenceResult::cpuMs),
        mostOrNull(f32Reference, ReferenceResult::peakRssMb));
  }

  /** CPU time over that of the reference in the same arithmetic. */
  @Nullable Double cpuRatio() {
    return ratio(cpuMs, referenceCpuMs);
  }

  /** The same with the best repeat of each batch on both sides. */
  @Nullable Double cpuBestRatio() {
    return ratio(cpuBestMs, referenceCpuBestMs);
  }

  /** CPU time over that of the reference in f32. */
  @Nullable Double f32CpuRatio() {
    return ratio(cpuMs, f32ReferenceCpuMs);
  }

  /** Peak memory over that of the reference in the same arithmetic. */
  @Nullable Double rssRatio() {
    return ratio(peakRssMb, referencePeakRssMb);
  }

  /** Tokens a second over those of the reference. */
  @Nullable Double tokensRatio() {
    return ratio(tokensPerSecond, referenceTokensPerSecond);
  }

  private static @Nullable Double ratio(double ours, @Nullable Double theirs) {
    return theirs == null ? null : Double.valueOf(ours / theirs);
  }

  private static double most(List<StepResult> runs, ToDoubleFunction<StepResult> figure) {
    return runs.stream().mapToDouble(figure).max().orElseThrow();
  }

  private static @Nullable Double mostOrNull(
      List<ReferenceResult> runs, ToDoubleFunction<ReferenceResult> figure) {
    return runs.isEmpty() ? null : runs.stream().mapToDouble(figure).max().orElseThrow();
  }

  private static @Nullable Double mean(
      List<ReferenceResult> runs, Function<ReferenceResult, List<Double>> figures) {
    return figure(runs, figures, Sample::mean);
  }

  private static @Nullable Double figure(
      List<ReferenceResult> runs,
      Function<ReferenceResult, List<Double>> figures,
      ToDoubleFunction<Sample> figure) {
    return runs.isEmpty() ? null : figure.applyAsDouble(Sample.of(runs, figures));
  }

  private static @Nullable Double referenceTokens(List<ReferenceResult> runs) {
    return runs.isEmpty()
        ? null
        : runs.stream().mapToDouble(ReferenceResult::tokens).sum()
            * 1e3
            / Sample.of(runs, ReferenceResult::wallMs).sum();
  }
}
