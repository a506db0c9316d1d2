package realign.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import realign.spec.ExitCode;

/** Looks at the machine: Java, the batch program, the work folder and its disk. */
record MachineExam(Surroundings surroundings, Path work) {
  private static final int OLDEST_JAVA = 17;
  private static final long LITTLE = 10L << 30;
  private static final long TOO_LITTLE = 1L << 30;

  List<Finding> findings() {
    return List.of(java(), platform(), program(), folder(), disk());
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    String says = Runtime.version().toString();
    return feature >= OLDEST_JAVA
        ? Finding.ok("java", says)
        : Finding.fail("java", says, "Install a JDK 17 and set JAVA_HOME", ExitCode.FAILED);
  }

  /** The engine's native library is published for this platform; others are not tried. */
  private static Finding platform() {
    String says = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return says.equals("Linux amd64")
        ? Finding.ok("platform", says)
        : Finding.warn("platform", says, "Use Linux x86-64, which is what is tested");
  }

  private Finding program() {
    String path = surroundings.variable(JavaChild.CLASS_PATH);
    if (path == null) {
      return Finding.fail(
          "batch program",
          JavaChild.CLASS_PATH + " is not set",
          "Start the command by scripts/realign, which sets it",
          ExitCode.FAILED);
    }
    List<String> missing =
        Arrays.stream(path.split(File.pathSeparator))
            .map(part -> part.startsWith("@") ? part.substring(1) : part) // Java's argument file
            .filter(part -> !part.isEmpty() && !Files.exists(Path.of(part)))
            .toList();
    return missing.isEmpty()
        ? Finding.ok("batch program", "all of its class path is there")
        : Finding.fail(
            "batch program",
            missing.get(0) + " is missing",
            "Build again: delete k8s/target/classpath and start scripts/realign",
            ExitCode.FAILED);
  }

  private Finding folder() {
    try {
      Files.createDirectories(work);
      Path file = Files.createTempFile(work, "doctor", ".tmp");
      Files.writeString(file, "doctor");
      Files.delete(file);
      return Finding.ok("work folder", work + " can be written");
    } catch (IOException | SecurityException e) {
      return Finding.fail(
          "work folder",
          work + " cannot be written: " + e,
          "Give another by --work or REALIGN_WORK",
          ExitCode.FAILED);
    }
  }

  private Finding disk() {
    try {
      long free = Files.getFileStore(existing(work)).getUsableSpace();
      String says = Amounts.bytes(free) + " free in " + work;
      String fix = "Free some, or give another folder by --work";
      if (free < TOO_LITTLE) {
        return Finding.fail("disk", says, fix, ExitCode.FAILED);
      }
      return free < LITTLE ? Finding.warn("disk", says, fix) : Finding.ok("disk", says);
    } catch (IOException e) {
      return Finding.warn("disk", "cannot be told: " + e.getMessage(), "Look at df " + work);
    }
  }

  private static Path existing(Path path) {
    Path at = path;
    for (Path up = at; up != null; up = up.getParent()) {
      if (Files.exists(up)) {
        return up;
      }
    }
    return at;
  }
}
