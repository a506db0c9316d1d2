package realign.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import realign.spec.ContentDigest;
import realign.store.StoreException.Kind;

/**
 * A copy of an object of S3. Beside it lie, with names that begin with a dot: what is there of a
 * copy under way ({@code .NAME.part}) with the version that it is of, the version of the whole copy
 * ({@code .NAME.source.json}) and a file to lock ({@code .NAME.lock}), which lets one process at a
 * time fill it.
 */
record CachedFile(Path file, S3Source source, S3Source.Found wanted, Consumer<String> progress) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 5;
  private static final int CHUNK = 1 << 20;
  private static final long NOTHING_TOLD = -100;

  /** A file lock is of the process; its threads need one of their own. */
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  /** Makes the copy be that of the wanted version, by fetching what is missing of it. */
  void fill() {
    ReentrantLock thread = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
    thread.lock();
    try {
      Files.createDirectories(folder());
      try (FileChannel channel =
              FileChannel.open(
                  beside("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid() && !isOf(beside("source.json"), file)) {
          fetch();
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          file
              + ": could not be written ("
              + e
              + "); free some space, or name another work folder"
              + " in REALIGN_WORK [RLN-434]",
          e);
    } finally {
      thread.unlock();
    }
  }

  /** Removes files of a model that are no longer in the bucket: they would count as content. */
  static void keepOnly(Path folder, List<String> names) {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, path -> !path.getFileName().toString().startsWith("."))) {
      for (Path file : files) {
        if (ContentDigest.isModelFile(file.getFileName().toString())
            && !names.contains(file.getFileName().toString())) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new StoreException(folder + ": could not be tidied (" + e + ") [RLN-434]", e);
    }
  }

  private void fetch() throws IOException {
    Path part = beside("part");
    Path version = beside("part.json");
    if (!isVersion(version)) {
      Files.deleteIfExists(part);
      Files.writeString(version, version());
    }
    for (int round = 1; size(part) < wanted.size() || !Files.exists(part); round++) {
      try {
        append(part);
      } catch (IOException | StoreException e) {
        if (round == ROUNDS || isForGood(e)) {
          throw broken(e);
        }
      }
    }
    Files.deleteIfExists(beside("source.json")); // never beside another version's bytes
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.move(version, beside("source.json"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean isForGood(Exception failure) {
    return failure instanceof StoreException store && store.kind() == Kind.REFUSED;
  }

  /** Goes on where the part ends. */
  private void append(Path part) throws IOException {
    long at = size(part);
    if (wanted.size() == 0) {
      Files.write(part, new byte[0]);
      return;
    }
    Optional<InputStream> opened = source.open(wanted, at);
    try (InputStream in = opened.orElseThrow(this::changed);
        OutputStream out =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] chunk = new byte[CHUNK];
      long told = NOTHING_TOLD;
      for (int count = 0; count >= 0; count = in.read(chunk)) {
        out.write(chunk, 0, count);
        at += count;
        told = tell(at, told);
      }
    }
  }

  /** Tells every few percent, of large files more often than of small ones. */
  private long tell(long at, long told) {
    long percent = at * 100 / wanted.size();
    if (percent == told || (percent < told + 4 && percent < 100)) {
      return told;
    }
    progress.accept("fetching " + place() + " " + percent + " %");
    return percent;
  }

  private StoreException changed() {
    return new StoreException(
        place() + ": must not change while it is read; run again [RLN-435]", null, Kind.REFUSED);
  }

  private StoreException broken(Exception cause) {
    return cause instanceof StoreException store
        ? store
        : new StoreException(
            place() + ": the connection broke too often (" + cause.getMessage() + ") [RLN-427]",
            cause,
            Kind.BUSY);
  }

  private boolean isOf(Path version, Path bytes) throws IOException {
    return Files.isRegularFile(bytes) && size(bytes) == wanted.size() && isVersion(version);
  }

  private boolean isVersion(Path version) throws IOException {
    return Files.isRegularFile(version) && Files.readString(version).equals(version());
  }

  private String version() {
    JsonNode version =
        JSON.createObjectNode()
            .put("place", place())
            .put("size", wanted.size())
            .put("etag", wanted.tag());
    return version + "\n";
  }

  private String place() {
    return "s3://" + source.bucket() + "/" + wanted.key();
  }

  private static long size(Path path) throws IOException {
    return Files.isRegularFile(path) ? Files.size(path) : 0;
  }

  private Path folder() {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private Path beside(String ending) {
    return folder().resolve("." + file.getFileName() + "." + ending);
  }
}
