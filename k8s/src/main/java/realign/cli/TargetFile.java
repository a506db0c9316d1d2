package realign.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import realign.spec.Target;
import realign.spec.binding.Binder;

/** The target as it was decided, in a file for the child; gone when the child is. */
record TargetFile(Path path) implements AutoCloseable {

  static TargetFile write(Path folder, Target target) {
    try {
      Files.createDirectories(folder);
      Path file = Files.createTempFile(folder, "target-", ".json");
      Files.writeString(file, Binder.tree(target).toString());
      return new TargetFile(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write to the work folder " + folder, failure);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException left) {
      // The work folder may be lost at any time, and so may this stay there.
    }
  }
}
