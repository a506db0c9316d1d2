package realign.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small file that keeps what is known of a large one. A hint: losing it costs time only. It is
 * replaced as a whole, so readers and other writers never see half of one; of two writers at once
 * the later one wins.
 */
record FileSidecar(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(FileSidecar.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAMP = "stamp";
  private static final long LARGEST = 4096;

  static FileSidecar of(Path file) {
    return new FileSidecar(file.resolveSibling("." + file.getFileName() + ".digest.json"));
  }

  /** What is kept under a name for exactly this stamp. */
  Optional<String> read(FileStamp stamp, String name) {
    return Optional.ofNullable(kept(stamp).get(name)).map(node -> node.asText());
  }

  private ObjectNode kept(FileStamp stamp) {
    try {
      if (Files.isRegularFile(path)
          && Files.size(path) <= LARGEST
          && JSON.readTree(Files.readAllBytes(path)) instanceof ObjectNode kept
          && stamp.text().equals(kept.path(STAMP).asText())) {
        return kept;
      }
    } catch (IOException e) {
      LOG.debug("{} is not readable: {}", path, e.toString());
    }
    return JSON.createObjectNode();
  }

  /** Keeps a value beside what is already kept for this stamp. */
  void write(FileStamp stamp, String name, String value) {
    ObjectNode kept = kept(stamp).put(STAMP, stamp.text()).put(name, value);
    try {
      // not createTempFile, whose files are for their owner's eyes alone
      Path fresh = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID() + ".new");
      try {
        Files.writeString(fresh, PrettyJson.write(kept), StandardOpenOption.CREATE_NEW);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      LOG.info(
          "{} cannot be kept in {}, so it is found out each time: {}", name, path, e.toString());
    }
  }
}
