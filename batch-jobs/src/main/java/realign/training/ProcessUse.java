package realign.training;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has used, by the kernel's account. 0 where it does not tell. */
final class ProcessUse {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  /** Sets the peak back to what is resident now. */
  private static final String PEAK = "5";

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessUse() {}

  /** CPU time of all threads, in ms. */
  static double cpuMs() {
    return SYSTEM.getProcessCpuTime() / 1e6;
  }

  /** Memory that is resident, in bytes. */
  static long residentBytes() {
    return status("VmRSS:");
  }

  /** The most since the process began or {@link #forgetPeak} worked. */
  static long peakBytes() {
    return status("VmHWM:");
  }

  /** Lets the peak begin anew, where the kernel lets itself be told. */
  static void forgetPeak() {
    try {
      Files.writeString(CLEAR, PEAK);
    } catch (IOException | UnsupportedOperationException cannot) {
      // then the peak is that of all stages so far
    }
  }

  /** Heap that Java fills for the first time before it collects: resident soon, but not yet. */
  static long heapToCome() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().contains("Eden"))
        .mapToLong(pool -> pool.getUsage().getCommitted() - pool.getPeakUsage().getUsed())
        .filter(bytes -> bytes > 0)
        .sum();
  }

  private static long status(String field) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
