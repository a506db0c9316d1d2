package realign.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder of a {@link FileStore}: where a key lies, and how bytes and names get to the disk for
 * good.
 */
class StoreFolder {
  /** Lies beside the keys, because a hard link cannot leave its file system; no key can name it. */
  private static final String DRAFTS = ".drafts";

  private static final Duration DRAFT_LIFE = Duration.ofHours(24);

  private final Path root;

  StoreFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /** Where a key lies; refuses symbolic links below the folder, which could lead out of it. */
  Path locate(String key) throws IOException {
    Path path = root.resolve(StoreKey.check(key));
    Path existing = path;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && !existing.equals(root)) {
      existing = parent(existing);
    }
    if (Files.exists(root) && !existing.toRealPath().equals(straight(existing))) {
      throw new IOException("a store must hold no symbolic link");
    }
    return path;
  }

  private Path straight(Path path) throws IOException {
    return root.toRealPath().resolve(root.relativize(path)).normalize();
  }

  /** Writes the bytes to a file without a key, and to the disk. */
  Path draft(Payload payload) throws IOException {
    Path drafts = root.resolve(DRAFTS);
    makeFolders(drafts);
    Path draft = drafts.resolve(UUID.randomUUID().toString());
    try {
      write(payload, draft);
      return draft;
    } catch (IOException | RuntimeException e) {
      discard(draft);
      throw e;
    }
  }

  /**
   * A stream and not a channel: an interrupted thread closes a channel in the middle of a write.
   */
  private static void write(Payload payload, Path draft) throws IOException {
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      copy(payload, out);
      out.getFD().sync();
    }
  }

  private static void copy(Payload payload, OutputStream out) throws IOException {
    try (InputStream in = payload.open()) {
      long copied = in.transferTo(out);
      if (copied != payload.size()) {
        throw new IOException("payload gave " + copied + " bytes instead of " + payload.size());
      }
    }
  }

  /** Creates a folder and those above it, each name durable before it is used. */
  void makeFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    makeFolders(parent(folder));
    try {
      Files.createDirectory(folder);
    } catch (java.nio.file.FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    syncNames(parent(folder));
  }

  /** Makes the names in a folder durable, in an interrupted thread too. */
  void syncNames(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!forced(folder)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Only a channel can sync a folder, and an interrupt closes it. */
  private static boolean forced(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  /** Removes a draft; a draft that stays is only waste, so a failure changes nothing. */
  void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      draft.toFile().deleteOnExit();
    }
  }

  /** Removes drafts that a killed process left behind. */
  void discardOldDrafts(Instant now) {
    Path drafts = root.resolve(DRAFTS);
    if (!Files.isDirectory(drafts)) {
      return;
    }
    try (Stream<Path> files = Files.list(drafts)) {
      files.filter(file -> isOlder(file, now.minus(DRAFT_LIFE))).forEach(this::discard);
    } catch (IOException e) {
      return; // only waste, and the next start tries again
    }
  }

  private static boolean isOlder(Path file, Instant limit) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
    } catch (IOException e) {
      return false;
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
