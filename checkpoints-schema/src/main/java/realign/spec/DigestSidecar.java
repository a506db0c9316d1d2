package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The small file that keeps a large file's digest. A hint: losing it costs time only. */
record DigestSidecar(Path path) {
  private static final Logger LOG = LoggerFactory.getLogger(DigestSidecar.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LARGEST = 4096;

  static DigestSidecar of(Path file) {
    return new DigestSidecar(file.resolveSibling("." + file.getFileName() + ".digest.json"));
  }

  /** The digest kept for exactly this stamp. */
  Optional<String> read(FileStamp stamp) {
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
        return Optional.empty();
      }
      JsonNode kept = JSON.readTree(Files.readAllBytes(path));
      String digest = kept.path("digest").asText();
      return stamp.text().equals(kept.path("stamp").asText()) && Digest.isDigest(digest)
          ? Optional.of(digest)
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("kept digest {} is not readable: {}", path, e.toString());
      return Optional.empty();
    }
  }

  void write(FileStamp stamp, String digest) {
    ObjectNode kept = JSON.createObjectNode().put("digest", digest).put("stamp", stamp.text());
    try {
      Path fresh = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".new");
      try {
        Files.writeString(fresh, PrettyJson.write(kept));
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      LOG.debug("digest cannot be kept in {}: {}", path, e.toString());
    }
  }
}
