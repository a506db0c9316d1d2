package realign.benchmark;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has used so far. CPU time by the clock of the system and not by Java's bean,
 * whose ticks of 10 ms are a quarter of a small model's step.
 */
final class ProcessReadings {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
  private static final SystemClock CLOCK = Native.load("c", SystemClock.class);

  private ProcessReadings() {}

  /** The C library. */
  interface SystemClock extends Library {
    /** POSIX; fills seconds and nanoseconds. */
    @SuppressWarnings("checkstyle:MethodName")
    int clock_gettime(int clock, long[] time);
  }

  /** CPU time of all threads, kernel included, in ms. */
  static double cpuMs() {
    long[] time = new long[2];
    if (CLOCK.clock_gettime(CLOCK_PROCESS_CPUTIME_ID, time) != 0) {
      throw new IllegalStateException("this system has no clock of a process's CPU time");
    }
    return time[0] * 1e3 + time[1] / 1e6;
  }

  /** Memory that is resident now, in MB of 2^20 bytes. */
  static double residentMb() {
    return statusMb("VmRSS");
  }

  /** The most that ever was. */
  static double peakMb() {
    return statusMb("VmHWM");
  }

  /** The part of {@link #residentMb} that is pages of files, shared with who else maps them. */
  static double residentFileMb() {
    return statusMb("RssFile");
  }

  private static double statusMb(String name) {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(name + ":")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException(STATUS + " has no " + name);
  }
}
