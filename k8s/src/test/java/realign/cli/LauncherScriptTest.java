package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/realign} in a tree of its own, with a Maven and a Java that only tell of calls.
 */
@Timeout(60)
class LauncherScriptTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "[INFO] Scanning for projects..."
      for file in $(seq 50); do echo "[INFO] Downloaded from central: $file"; done
      echo "[INFO] Building Realign k8s 1.2.3 [4/4]"
      echo "[ERROR] told with $*"
      mkdir -p k8s/target batch-jobs/target
      echo dep.jar > k8s/target/classpath
      echo djl.jar > batch-jobs/target/classpath
      touch k8s/target/k8s-1.2.3.jar batch-jobs/target/batch-jobs-1.2.3.jar
      """;
  private static final String JAVA =
      """
      #!/bin/sh
      for word in "$@"; do echo "word $word"; done
      echo "batch $REALIGN_BATCH_CLASSPATH"
      echo "program $REALIGN_PROGRAM"
      exit 75
      """;

  @TempDir private Path folder;
  private Path tree;
  private @Nullable Path javaHome;

  private record Ended(int exit, List<String> out, List<String> err) {}

  @BeforeEach
  void tree() throws IOException {
    tree = folder.toRealPath().resolve("a tree");
    for (String source : List.of("pom.xml", "k8s/pom.xml", "k8s/src/main/A.java")) {
      TinySpec.file(tree.resolve(source), "");
    }
    for (String module : List.of("checkpoints-schema", "batch-jobs")) {
      TinySpec.file(tree.resolve(module + "/pom.xml"), "");
      TinySpec.file(tree.resolve(module + "/src/main/A.java"), "");
    }
    executable(tree.resolve("scripts/realign"), Files.readString(Path.of("../scripts/realign")));
    executable(folder.resolve("bin/mvn"), MAVEN);
    javaHome = folder.resolve("java");
    executable(javaHome.resolve("bin/java"), JAVA);
  }

  @Test
  void buildsOnceAndPassesWordsAndExitCodeOn() throws Exception {
    Ended first = start(tree.resolve("scripts/realign"), "run", "a b.yaml");
    assertThat(first.err().get(0)).startsWith("realign: building, since");
    assertThat(first.err())
        .containsSubsequence("realign: 50 files downloaded", "realign: building k8s")
        .contains("[ERROR] told with -B -Dstyle.color=never -Dmaven.test.skip=true package")
        .noneMatch(line -> line.contains("Scanning"));
    assertThat(first.exit()).isEqualTo(75);
    assertThat(first.out())
        .contains("word realign.cli.Main", "word run", "word a b.yaml")
        .contains("word " + tree.resolve("k8s/target/k8s-1.2.3.jar") + ":dep.jar")
        .contains("batch " + tree.resolve("batch-jobs/target/batch-jobs-1.2.3.jar") + ":djl.jar")
        .noneMatch(line -> line.contains("terminal"));

    assertThat(first.out())
        .contains("program " + tree.resolve("scripts/realign").toString().replace(" ", "\\ "));
    Ended second = start(tree.resolve("scripts/realign"), "version");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    start(tree.resolve("scripts/realign"), "version");
    Files.setLastModifiedTime(
        tree.resolve("batch-jobs/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(start(tree.resolve("scripts/realign"), "version").err())
        .contains("realign: building k8s");
  }

  @Test
  void worksThroughALink() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("realign"), tree.resolve("scripts/realign"));
    assertThat(start(link, "version").out()).contains("word version", "program " + link);
    Path found =
        Files.createSymbolicLink(folder.resolve("bin/realign"), tree.resolve("scripts/realign"));
    assertThat(start(found, "version").out()).contains("program realign");
  }

  @Test
  void takesTheJavaOfThePathWhereNoOtherIsNamed() throws Exception {
    executable(folder.resolve("bin/java"), JAVA);
    javaHome = null;
    assertThat(start(tree.resolve("scripts/realign"), "version").exit()).isEqualTo(75);
  }

  @Test
  void aBrokenBuildStartsNothing() throws Exception {
    executable(folder.resolve("bin/mvn"), "#!/bin/sh\nexit 1\n");
    Ended ended = start(tree.resolve("scripts/realign"), "version");
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
  }

  private Ended start(Path script, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().remove("JAVA_HOME");
    if (javaHome != null) {
      builder.environment().put("JAVA_HOME", javaHome.toString());
    }
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    builder.environment().remove("REALIGN_NO_BUILD");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return new Ended(exit, out.lines().toList(), Files.readAllLines(err));
  }

  private static void executable(Path file, String text) {
    TinySpec.file(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
