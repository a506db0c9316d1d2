package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import realign.spec.binding.Binder;
import realign.spec.binding.Document;

/**
 * Reads a spec or a target from YAML or JSON, telling all problems at once. Does not look at the
 * inputs that a spec names: see {@link ResolvedSpec}.
 *
 * @param <T> {@link RunSpec} or {@link Target}
 */
public final class SpecReader<T extends Record> {
  private static final long LARGEST_FILE = 4L << 20;

  private final Class<T> type;
  private final List<Overlay> overrides = new ArrayList<>();

  private SpecReader(Class<T> type) {
    this.type = type;
  }

  /** A reader of run specs. */
  public static SpecReader<RunSpec> ofRunSpec() {
    return new SpecReader<>(RunSpec.class);
  }

  /** A reader of targets. */
  public static SpecReader<Target> ofTarget() {
    return new SpecReader<>(Target.class);
  }

  /**
   * Sets a value over what the document says, as a flag or an environment variable does; of several
   * for one setting the one whose source is stronger wins.
   *
   * @param path the setting, such as {@code checkpoint.every}; not within a list
   * @param value in the notation of a spec
   */
  public SpecReader<T> override(String path, String value, Origin.Source source) {
    overrides.add(new Overlay(path, value, source));
    return this;
  }

  /**
   * Reads a file.
   *
   * @throws ProblemException with everything that is wrong
   */
  public Reading<T> file(Path file) {
    return text(String.valueOf(file.getFileName()), content(file));
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it; one that ends in {@code .json} is JSON, any other YAML
   * @throws ProblemException with everything that is wrong
   */
  public Reading<T> text(String name, String text) {
    Problems problems = new Problems();
    return bind(Binder.parse(name, text, problems), problems);
  }

  /** Reads a tree, with the same strictness. */
  public Reading<T> tree(String name, JsonNode tree) {
    return bind(Document.of(name, tree), new Problems());
  }

  /** What holds where nothing is written, for records that need nothing written. */
  public Reading<T> defaults() {
    return text("defaults", "{}");
  }

  private Reading<T> bind(Document document, Problems problems) {
    Document result = document;
    for (Overlay override :
        overrides.stream().sorted((a, b) -> a.source.kind().compareTo(b.source.kind())).toList()) {
      String name = override.source.detail();
      JsonNode value = Binder.parse(name, override.value, problems).root();
      result = result.with(override.path, value, override.source);
    }
    return Binder.bind(result, type, problems);
  }

  private static String content(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw unreadable(
            "RLN-111", file, "must be a spec, and not a file of " + Files.size(file) + " bytes");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw unreadable("RLN-112", file, "must exist");
    } catch (CharacterCodingException e) {
      throw unreadable("RLN-101", file, "must be text in UTF-8");
    } catch (IOException e) {
      throw unreadable("RLN-112", file, "must be readable: " + e);
    }
  }

  private static ProblemException unreadable(String id, Path file, String rule) {
    return new ProblemException(
        ExitCode.INVALID, new Problem(id, file.toString(), null, rule, "Name another file"));
  }

  private record Overlay(String path, String value, Origin.Source source) {}
}
