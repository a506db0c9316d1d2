package realign.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import realign.spec.BatchJvm;

/** The real batch program beside this module, as its module was compiled last. */
final class BatchProgram {
  private static final Path MODULE = Path.of("..", "batch-jobs", "target");

  private BatchProgram() {}

  /** Starts it; skips the test where it is not there, as in a build of this module alone. */
  static ChildStarter starter() throws IOException {
    return new JavaChild(
        Map.of(
            JavaChild.CLASS_PATH,
            classPath(),
            BatchJvm.OPTIONS,
            "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
  }

  /** Its class path; skips the test where it is not there. */
  static String classPath() throws IOException {
    assumeTrue(
        Files.exists(MODULE.resolve("classpath"))
            && Files.exists(MODULE.resolve("classes/realign/batch/Main.class")),
        "the batch program is not packaged beside this module: build all modules by mvn verify");
    String dependencies = Files.readString(MODULE.resolve("classpath")).strip();
    return String.join(
        ":",
        MODULE.resolve("classes").toAbsolutePath().normalize().toString(),
        Path.of("..", "checkpoints-schema", "target", "classes")
            .toAbsolutePath()
            .normalize()
            .toString(),
        dependencies);
  }
}
