package realign.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the keys below a folder in the order of S3: ascending by the whole key, so a folder counts
 * with its slash.
 */
final class KeyWalk {
  private final String prefix;
  private final String after;
  private final int limit;
  private final List<String> found = new ArrayList<>();

  KeyWalk(String prefix, String after, int limit) {
    this.prefix = prefix;
    this.after = after;
    this.limit = limit;
  }

  List<String> walk(Path root) throws IOException {
    visitFolder(root, "");
    return List.copyOf(found);
  }

  private record Child(Path path, String key, boolean folder) {}

  private void visitFolder(Path folder, String key) throws IOException {
    for (Child child : children(folder, key)) {
      if (found.size() == limit) {
        return;
      }
      visit(child);
    }
  }

  private void visit(Child child) throws IOException {
    if (child.folder()) {
      if (mayHold(child.key())) {
        visitFolder(child.path(), child.key());
      }
    } else if (child.key().startsWith(prefix) && child.key().compareTo(after) > 0) {
      found.add(child.key());
    }
  }

  private boolean mayHold(String folder) {
    boolean onTheWay = folder.startsWith(prefix) || prefix.startsWith(folder);
    boolean notBefore = folder.compareTo(after) > 0 || after.startsWith(folder);
    return onTheWay && notBefore;
  }

  private static List<Child> children(Path folder, String key) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .filter(path -> !Files.isSymbolicLink(path))
          .map(path -> child(path, key))
          .sorted(Comparator.comparing(Child::key))
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // gone since it was listed, or a store without a folder yet
    }
  }

  private static Child child(Path path, String folderKey) {
    boolean folder = Files.isDirectory(path);
    return new Child(path, folderKey + path.getFileName() + (folder ? "/" : ""), folder);
  }
}
