package realign.benchmark;

import java.util.List;

/**
 * What a process measured; its last line of output, as JSON. Times are of each timed step in ms,
 * sizes in MB of 2^20 bytes.
 *
 * @param wallMs elapsed time
 * @param cpuMs CPU time of the whole process
 * @param threadCpuMs CPU time of the thread that drives the steps
 * @param losses of all steps, those that warm up included; empty when generating
 * @param tokens real tokens of the timed steps: trained on, or newly made
 * @param flops least arithmetic of the timed steps
 * @param peakRssMb the most that was ever resident
 * @param fileRssMb pages of files among what is resident at the end
 * @param startedRssMb resident with the engine started
 * @param loadedRssMb resident with model, adapter and optimiser made
 * @param readyMs CPU time up to the first step
 * @param engine name and version
 * @param threads native threads
 */
record StepResult(
    List<Double> wallMs,
    List<Double> cpuMs,
    List<Double> threadCpuMs,
    List<Double> losses,
    long tokens,
    Flops flops,
    double peakRssMb,
    double fileRssMb,
    double startedRssMb,
    double loadedRssMb,
    double readyMs,
    String engine,
    int threads) {}
