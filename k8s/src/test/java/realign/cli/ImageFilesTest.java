package realign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import realign.spec.BatchJvm;

/** What the image starts is what the launcher starts. */
class ImageFilesTest {
  private static final Path FILES = Path.of("image", "src", "main", "jib", "app");

  /** All else of a container's file system is read-only. */
  private static final String TEMPORARY = "-Djava.io.tmpdir=/work/tmp";

  @Test
  void theBatchProgramHasTheFlagsOfEveryOther() throws IOException {
    List<String> lines = Files.readAllLines(FILES.resolve("batch.jvm"));
    int own = lines.indexOf(TEMPORARY);

    assertThat(lines.subList(0, own)).isEqualTo(new BatchJvm(Map.of()).flags());
    assertThat(lines.subList(own, lines.size()))
        .containsExactly(TEMPORARY, "-cp", "@batch.classpath@", "realign.batch.Main");
  }

  @Test
  void theCommandIsTheOneOfThisModule() throws IOException {
    assertThat(Files.readAllLines(FILES.resolve("realign.jvm")))
        .endsWith(TEMPORARY, "-cp", "@realign.classpath@", Main.class.getName());
  }

  @Test
  void theCommandFindsTheBatchProgramInTheImage() throws IOException {
    assertThat(Files.readAllLines(FILES.resolve("batch.classpath")))
        .containsExactly(TEMPORARY, "-cp", "@batch.classpath@");
    assertThat(Files.readString(Path.of("image", "pom.xml")))
        .contains("<REALIGN_BATCH_CLASSPATH>@/app/batch.classpath</REALIGN_BATCH_CLASSPATH>")
        .contains("<OMP_WAIT_POLICY>PASSIVE</OMP_WAIT_POLICY>");
    assertThat(
            new JavaChild(Map.of(JavaChild.CLASS_PATH, "@/app/batch.classpath")).command(List.of()))
        .containsSequence("@/app/batch.classpath", "realign.batch.Main");
  }
}
