package realign.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import realign.spec.Digest;

/**
 * Which program this is, to the byte: a version alone would let a changed program take the results
 * of the one before it for its own.
 */
final class ProgramCode {
  /** What an archive has besides, and computes nothing. */
  private static final List<String> PACKAGING = List.of("META-INF/MANIFEST.MF", "META-INF/maven/");

  private static final int DIGITS = 12;

  private ProgramCode() {}

  /**
   * Version and content, such as {@code 0.1.0+3f2a91c07b55}.
   *
   * @param libraries versions of the libraries that compute, which are part of the program
   */
  static String identity(String libraries) {
    String content = content(ProgramCode.class) + content(Digest.class) + libraries;
    return version() + "+" + Digest.of(content).substring(0, DIGITS);
  }

  /** Version of this program; {@code development} where it does not run from its archive. */
  private static String version() {
    Properties archive = new Properties();
    try (InputStream in =
        ProgramCode.class.getResourceAsStream(
            "/META-INF/maven/realign/batch-jobs/pom.properties")) {
      if (in != null) {
        archive.load(in);
      }
    } catch (IOException e) {
      return "unreadable";
    }
    return archive.getProperty("version", "development");
  }

  /** Digest of all files beside a class; one of its own where they cannot be read. */
  private static String content(Class<?> of) {
    CodeSource source = of.getProtectionDomain().getCodeSource();
    try {
      return source == null ? unknown() : content(source.getLocation().toURI());
    } catch (IOException | UncheckedIOException | URISyntaxException e) {
      return unknown();
    }
  }

  /** Then nothing is found that was computed before, and nothing of this is found later. */
  private static String unknown() {
    return UUID.randomUUID().toString();
  }

  private static String content(URI place) throws IOException {
    Path path = Path.of(place);
    if (Files.isDirectory(path)) {
      return content(path);
    }
    try (FileSystem archive = FileSystems.newFileSystem(path, (@Nullable ClassLoader) null)) {
      return content(archive.getPath("/"));
    }
  }

  /** Digest of the files below a folder by their names. */
  static String content(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : files(folder)) {
      String name = name(folder, file);
      if (PACKAGING.stream().noneMatch(name::startsWith)) {
        all.append(name).append(' ').append(Digest.of(Files.readAllBytes(file))).append('\n');
      }
    }
    return Digest.of(all.toString());
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted((a, b) -> name(folder, a).compareTo(name(folder, b)))
          .toList();
    }
  }
}
