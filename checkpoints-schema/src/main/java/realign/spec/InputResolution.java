package realign.spec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import realign.spec.binding.Binder;
import realign.spec.binding.InputPlace;
import realign.spec.binding.SettingPath;

/** Finds the inputs of a spec and digests them, all before the first problem is thrown. */
final class InputResolution {
  private static final Pattern REMOTE = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
  private static final String LOCAL = "file:";
  private static final Set<ExitCode> PASSING =
      Set.of(ExitCode.STORE_UNAVAILABLE, ExitCode.CREDENTIALS);

  private final Path folder;
  private final ContentDigest digests;
  private final @Nullable InputFetcher fetcher;
  private final Problems problems = new Problems();

  /** An input that cannot be reached now may be reached later. */
  private ExitCode exit = ExitCode.INVALID;

  private final Map<Path, String> known = new HashMap<>();

  InputResolution(Path folder, ContentDigest digests, @Nullable InputFetcher fetcher) {
    this.folder = folder;
    this.digests = digests;
    this.fetcher = fetcher;
  }

  ResolvedSpec resolve(RunSpec spec) {
    ObjectNode tree = Binder.tree(spec);
    List<InputContent> contents = new ArrayList<>();
    for (InputPlace input : InputPlace.of(spec)) {
      Optional<String> remembered = remembered(input);
      if (remembered.isPresent()) {
        contents.add(new InputContent(input.path(), remembered.get()));
        continue;
      }
      Optional<Path> place = local(input).filter(at -> isThere(input, at));
      if (place.isPresent()) {
        new SettingPath(input.path())
            .replace(tree, JsonNodeFactory.instance.textNode(kept(input, place.get())));
        digest(input, place.get()).ifPresent(d -> contents.add(new InputContent(input.path(), d)));
      }
    }
    problems.throwIfAny(exit);
    return ResolvedSpec.of(SpecReader.ofRunSpec().tree(spec.name(), tree).value(), contents);
  }

  /** A copy of what lies elsewhere may be lost at any time: the place is what the run keeps. */
  private static String kept(InputPlace input, Path place) {
    return InputFetcher.isRemote(input.location()) ? input.location() : place.toString();
  }

  private Optional<Path> local(InputPlace input) {
    String location = input.location();
    if (fetcher != null && InputFetcher.isRemote(location)) {
      return fetched(input, fetcher);
    }
    if (location.startsWith(LOCAL)) {
      location = location.substring(LOCAL.length()).replaceFirst("^///", "/");
    }
    if (REMOTE.matcher(location).matches()) {
      report("RLN-108", input, "must be a local path or s3://", "Copy it here first");
      return Optional.empty();
    }
    return Optional.of(folder.resolve(location).toAbsolutePath().normalize());
  }

  /** What is wrong with a place is found out by fetching from it. */
  private Optional<String> remembered(InputPlace input) {
    if (fetcher == null || !InputFetcher.isRemote(input.location())) {
      return Optional.empty();
    }
    try {
      return fetcher.digest(input.location(), input.input());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> fetched(InputPlace input, InputFetcher from) {
    try {
      return Optional.of(from.fetch(input.location(), input.input()));
    } catch (ProblemException e) {
      e.problems().forEach(problem -> problems.add(problem.under(input.path())));
      if (PASSING.contains(e.exitCode())) {
        exit = e.exitCode();
      }
      return Optional.empty();
    }
  }

  private boolean isThere(InputPlace input, Path at) {
    String fix =
        "Put it at " + at + ", or correct the path; relative ones begin at the spec's folder";
    if (input.input() == Setting.Input.MODEL && !Files.isRegularFile(at.resolve("config.json"))) {
      report("RLN-112", input, "must be a folder with a model (config.json)", fix);
      return false;
    }
    if (input.input() == Setting.Input.FILE && !Files.isRegularFile(at)) {
      report("RLN-112", input, "must be a file that exists", fix);
      return false;
    }
    return true;
  }

  private Optional<String> digest(InputPlace input, Path at) {
    try {
      String digest = known.get(at);
      if (digest == null) {
        digest = digests.of(at, input.input());
        known.put(at, digest);
      }
      return Optional.of(digest);
    } catch (IOException e) {
      report("RLN-112", input, "must be readable (" + e + ")", "Allow reading " + at);
      return Optional.empty();
    }
  }

  private void report(String id, InputPlace input, String rule, String fix) {
    problems.add(new Problem(id, input.path(), input.location(), rule, fix));
  }
}
