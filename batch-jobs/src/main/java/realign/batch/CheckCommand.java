package realign.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import realign.data.LoadInput;
import realign.data.LoadStage;
import realign.data.RowReader;
import realign.data.TextCodec;
import realign.log.Draft;
import realign.model.RealignTokenizer;
import realign.spec.ContentDigest;
import realign.spec.ExitCode;
import realign.spec.ModelSpec;
import realign.spec.ResolvedSpec;
import realign.spec.RunSpec;
import realign.spec.SpecReader;

/**
 * {@code check SPEC}: reads and tokenises all data of a spec as its load stage would, keeps
 * nothing, and tells rows and tokens of every set.
 */
final class CheckCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckCommand() {}

  static Outcome run(List<String> arguments, Events events) {
    Arguments given = new Arguments(arguments, Set.of(), Set.of());
    if (given.words().size() != 1) {
      throw Arguments.usage("check", "must be followed by one spec", "Use check SPEC");
    }
    Path file = Path.of(given.words().get(0)).toAbsolutePath();
    RunSpec written = SpecReader.ofRunSpec().file(file).value();
    Path folder = Objects.requireNonNull(file.getParent(), "a file has a folder");
    ResolvedSpec resolved = ResolvedSpec.resolve(written, folder, new ContentDigest());
    events.document(check(resolved));
    return new Outcome(ExitCode.DONE, null);
  }

  private static ObjectNode check(ResolvedSpec resolved) {
    try (LoadStage stage =
        new LoadStage(
            resolved.spec(), resolved.inputs(), () -> codec(resolved.spec()), new RowReader())) {
      stage.open(null);
      for (LoadInput input = stage.read(); input != null; input = stage.read()) {
        stage.process(input);
      }
      return document(stage.draft().artefacts());
    }
  }

  private static TextCodec codec(RunSpec spec) {
    ModelSpec.InitSpec init = spec.model().init();
    String path = init == null ? spec.model().path() : init.path();
    return TextCodec.of(
        RealignTokenizer.load(Path.of(Objects.requireNonNull(path, "a model has a place"))));
  }

  private static ObjectNode document(Map<String, Draft.Artefact> artefacts) {
    Draft.Artefact report = Objects.requireNonNull(artefacts.get(LoadStage.REPORT));
    ObjectNode document = JSON.createObjectNode().put("event", "check").put("schemaVersion", 1);
    ObjectNode sets = document.putObject("sets");
    try (InputStream in = report.payload().open()) {
      for (JsonNode input : JSON.readTree(in).path("inputs")) {
        sets.set(input.path("artefact").asText(), input);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a document in memory", e);
    }
    return document;
  }
}
