package realign.store;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store in a folder of one file system with hard links. Not for a folder that several hosts mount
 * unless its file system makes {@code link} atomic between them.
 *
 * <p>What is created or replaced is first a complete, synced file without a key; then the hard link
 * or the rename gives it its key, and the folder's names are synced. A reader never sees a part of
 * an object.
 */
public final class FileStore implements ObjectStore {
  private final StoreFolder folder;
  private final String address;

  /** A store in this folder, which is created by the first write. */
  public FileStore(Path root) {
    this(new StoreFolder(root));
  }

  FileStore(StoreFolder folder) {
    this.folder = folder;
    this.address = "file:" + folder.root();
    folder.discardOldDrafts(Instant.now());
  }

  @Override
  public boolean putIfAbsent(String key, Payload payload) {
    Path target = locate(key);
    Path draft = draft(target, payload);
    try {
      return link(target, draft);
    } finally {
      folder.discard(draft);
    }
  }

  private boolean link(Path target, Path draft) {
    try {
      Files.createLink(target, draft);
    } catch (FileAlreadyExistsException e) {
      syncNames(target); // it may be an own link whose sync failed: "it exists" must last as well
      return false;
    } catch (UnsupportedOperationException e) {
      throw FileProblem.refused(address, target, new IOException("links not supported", e));
    } catch (IOException e) {
      throw FileProblem.unknown(address, target, e);
    }
    syncNames(target);
    return true;
  }

  @Override
  public void put(String key, Payload payload) {
    Path target = locate(key);
    Path draft = draft(target, payload);
    try {
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      folder.discard(draft);
      throw FileProblem.unknown(address, target, e);
    }
    syncNames(target);
  }

  private Path draft(Path target, Payload payload) {
    try {
      folder.makeFolders(parent(target));
      return folder.draft(payload);
    } catch (IOException e) {
      throw FileProblem.refused(address, target, e);
    }
  }

  /** After this the new name survives a power cut; before it nobody knows. */
  private void syncNames(Path target) {
    try {
      folder.syncNames(parent(target));
    } catch (IOException e) {
      throw FileProblem.unknown(address, target, e);
    }
  }

  @Override
  public Optional<byte[]> get(String key) {
    return read(key, FileStore::whole);
  }

  /** Streams and not channels, which an interrupted thread cannot read. */
  private static byte[] whole(Path path) throws IOException {
    try (InputStream in = new FileInputStream(path.toFile())) {
      return in.readAllBytes();
    }
  }

  @Override
  public Optional<byte[]> getRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "range " + offset + "+" + length + " of " + key + ": must not be negative");
    }
    return read(key, path -> range(path, offset, length));
  }

  private static byte[] range(Path path, long offset, int length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      int count = (int) Math.max(0, Math.min(length, file.length() - offset));
      byte[] bytes = new byte[count];
      file.seek(offset);
      file.readFully(bytes);
      return bytes;
    } catch (EOFException e) {
      throw new IOException("became shorter while it was read", e);
    }
  }

  @Override
  public Optional<InputStream> open(String key) {
    return read(key, path -> new FileInputStream(path.toFile()));
  }

  private interface Read<T> {
    T from(Path path) throws IOException;
  }

  private <T> Optional<T> read(String key, Read<T> read) {
    Path path = locate(key);
    try {
      return isObject(path) ? Optional.of(read.from(path)) : Optional.empty();
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      return goneOrRefused(path, e);
    } catch (IOException e) {
      throw FileProblem.refused(address, path, e);
    }
  }

  /** {@link java.io.FileNotFoundException} also means that permission is missing. */
  private <T> Optional<T> goneOrRefused(Path path, IOException cause) {
    if (Files.exists(path)) {
      throw FileProblem.refused(address, path, cause);
    }
    return Optional.empty();
  }

  /** A missing permission must not look like a missing object: a log would begin anew. */
  private static boolean isObject(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    } catch (java.nio.file.FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("Not a directory")) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    StoreKey.checkPrefix(prefix);
    try {
      return new KeyWalk(prefix, after, limit).walk(folder.root());
    } catch (IOException e) {
      throw FileProblem.refused(address, folder.root(), e);
    }
  }

  @Override
  public void delete(String key) {
    Path path = locate(key);
    try {
      if (isObject(path)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw FileProblem.unknown(address, path, e);
    }
  }

  private Path locate(String key) {
    StoreKey.check(key);
    try {
      return folder.locate(key);
    } catch (IOException e) {
      throw FileProblem.refused(address, folder.root().resolve(key), e);
    }
  }

  private static Path parent(Path path) {
    @Nullable Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public void close() {}
}
