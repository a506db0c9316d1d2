package realign.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** A class path without folders, as the JVM's archive of loaded classes wants it. */
public final class ArchivedClassPath {
  private ArchivedClassPath() {}

  /** The same path with an archive, made in {@code folder}, in place of each folder of classes. */
  public static String of(String classPath, Path folder) {
    List<String> path = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      if (part.endsWith(".jar") && Files.exists(Path.of(part))) {
        path.add(part);
      } else if (!part.isEmpty() && Files.isDirectory(Path.of(part))) {
        path.add(archive(part, folder.resolve(name(classPath, path.size()))));
      }
    }
    return String.join(File.pathSeparator, path);
  }

  /** Several class paths may have their archives in one folder. */
  private static String name(String classPath, int position) {
    return "classes-%08x-%d.jar".formatted(classPath.hashCode(), position);
  }

  private static String archive(String classes, Path archive) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    int code = jar.run(System.out, System.err, "cf0", archive.toString(), "-C", classes, ".");
    if (code != 0) {
      throw new IllegalStateException(classes + " cannot be archived: " + code);
    }
    return archive.toString();
  }
}
