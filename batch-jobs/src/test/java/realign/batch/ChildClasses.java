package realign.batch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import realign.testing.ArchivedClassPath;

/**
 * Where children find their classes: besides a class path an archive of what such a process loads,
 * which halves the time that a start takes.
 *
 * @param path class path
 * @param flags of the JVM, for the archive
 */
record ChildClasses(String path, List<String> flags) {
  /**
   * Property that names the archive, for who has made a class path for it. Where none is there the
   * first child that ends by itself leaves it.
   */
  static final String ARCHIVE = "realign.child.archive";

  static ChildClasses find() {
    String archive = System.getProperty(ARCHIVE);
    if (archive == null) {
      return Rehearsed.CLASSES;
    }
    boolean there = Files.exists(Path.of(archive));
    return new ChildClasses(ownPath(), there ? use(archive) : leave(archive));
  }

  private static String ownPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<String> use(String archive) {
    return quiet("-XX:SharedArchiveFile=" + archive);
  }

  private static List<String> leave(String archive) {
    return quiet("-XX:ArchiveClassesAtExit=" + archive);
  }

  /** What the JVM has to say of an archive would stand among events. */
  private static List<String> quiet(String flag) {
    return List.of(flag, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  /** Those of this JVM, which end with it. */
  private static final class Rehearsed {
    static final ChildClasses CLASSES = rehearse();

    private static ChildClasses rehearse() {
      try {
        Path folder = Files.createTempDirectory("children");
        String path = ArchivedClassPath.of(ownPath(), folder);
        String archive = folder.resolve("archive.jsa").toString();
        count(new ChildClasses(path, leave(archive)), folder);
        deleteAtExit(folder);
        return new ChildClasses(path, use(archive));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A scope in S3, whose client is most of what children load. */
    private static void count(ChildClasses classes, Path folder) {
      StoreUnderTest place = StoreUnderTest.inS3();
      List<String> words = List.of(place.address(), "rehearsal", "total=3");
      try (ChildJvm child =
          ChildJvm.quiet(LogChild.class, classes, place.environment(), folder, words)) {
        if (child.awaitExit() != 0) {
          throw new IllegalStateException("the rehearsal failed: " + child.lines());
        }
      }
    }

    private static void deleteAtExit(Path folder) {
      File[] files = folder.toFile().listFiles();
      folder.toFile().deleteOnExit(); // the last that is named is deleted first
      for (File file : files == null ? new File[0] : files) {
        file.deleteOnExit();
      }
    }
  }
}
