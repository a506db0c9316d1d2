package realign.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import realign.spec.ContentDigest;
import realign.spec.Digest;
import realign.spec.ExitCode;
import realign.spec.InputFetcher;
import realign.spec.Problem;
import realign.spec.ProblemException;
import realign.spec.S3Settings;
import realign.spec.Setting;

/**
 * Copies of inputs that lie in S3, in a folder that any number of processes share and that may be
 * lost at any time. What did not change is not fetched again. Not for what lies on this machine.
 */
public final class FetchedInputs implements InputFetcher {
  private final Path folder;
  private final S3Settings settings;
  private final Consumer<String> progress;
  private final Map<String, Path> known = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();

  /**
   * Copies in a folder.
   *
   * @param folder such as {@code REALIGN_WORK/inputs}
   * @param progress is told a line such as {@code fetching s3://b/model.safetensors 12 %}
   */
  public FetchedInputs(Path folder, S3Settings settings, Consumer<String> progress) {
    this.folder = folder.toAbsolutePath();
    this.settings = settings;
    this.progress = progress;
  }

  /** Each place once: a run must not see two contents of it. */
  @Override
  public synchronized Path fetch(String location, Setting.Input input) {
    return known.computeIfAbsent(location, each -> fetchNow(each, input));
  }

  @Override
  public Path place(String location) {
    S3Place place = S3Place.of(location);
    return folder.resolve(place.bucket()).resolve(place.key());
  }

  /**
   * Digest of what S3 says of an input: where it lies, its files, their sizes and tags. While that
   * stays, its content does. Fetches nothing.
   *
   * @throws ProblemException when it is not there, or may not be read
   */
  public String version(String location, Setting.Input input) {
    S3Place place = S3Place.of(location);
    try (S3Source source = new S3Source(place.bucket(), settings)) {
      return version(place, found(source, place, input));
    } catch (StoreException e) {
      throw failed(location, e);
    }
  }

  /** The same of what {@link #fetch} fetched. */
  public synchronized String fetchedVersion(String location) {
    return Objects.requireNonNull(versions.get(location), location);
  }

  private static String version(S3Place place, List<S3Source.Found> files) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("place", place.toString());
    ArrayNode found = all.putArray("files");
    files.forEach(f -> found.addArray().add(f.key()).add(f.size()).add(f.tag()));
    return Digest.of((JsonNode) all);
  }

  private Path fetchNow(String location, Setting.Input input) {
    S3Place place = S3Place.of(location);
    try (S3Source source = new S3Source(place.bucket(), settings)) {
      List<S3Source.Found> files = found(source, place, input);
      versions.put(location, version(place, files));
      return input == Setting.Input.MODEL
          ? model(source, place, files)
          : copy(source, files.get(0));
    } catch (StoreException e) {
      throw failed(location, e);
    }
  }

  private static List<S3Source.Found> found(S3Source source, S3Place place, Setting.Input input) {
    return input == Setting.Input.MODEL
        ? model(source, place)
        : List.of(source.find(place.key()).orElseThrow(() -> missing(place.toString(), "file")));
  }

  private static String prefix(S3Place place) {
    return place.key().isEmpty() ? "" : place.key().replaceFirst("/*$", "/");
  }

  /** The files that make a model; those of folders below are none of it. */
  private static List<S3Source.Found> model(S3Source source, S3Place place) {
    String prefix = prefix(place);
    List<S3Source.Found> files =
        source.list(prefix).stream()
            .filter(found -> ContentDigest.isModelFile(found.key().substring(prefix.length())))
            .toList();
    if (files.isEmpty()) {
      throw missing(place.toString(), "model (config.json)");
    }
    return files;
  }

  private Path model(S3Source source, S3Place place, List<S3Source.Found> files) {
    String prefix = prefix(place);
    files.forEach(found -> copy(source, found));
    Path copies = folder.resolve(source.bucket()).resolve(prefix);
    CachedFile.keepOnly(
        copies, files.stream().map(f -> f.key().substring(prefix.length())).toList());
    return copies;
  }

  private Path copy(S3Source source, S3Source.Found found) {
    Path target = folder.resolve(source.bucket()).resolve(found.key());
    new CachedFile(target, source, found, progress).fill();
    return target;
  }

  private static ProblemException missing(String place, String what) {
    return new ProblemException(
        ExitCode.NOT_FOUND,
        new Problem(
            "RLN-432",
            "",
            place,
            "must be a " + what + " that exists",
            "Correct the place, or put it there"));
  }

  private static ProblemException failed(String location, StoreException failure) {
    Problem problem =
        new Problem(
            failure.id(),
            "",
            location,
            "must be readable (" + failure.words() + ")",
            "Look at the place, and at target.s3");
    return new ProblemException(failure.exitCode(), List.of(problem), failure);
  }
}
