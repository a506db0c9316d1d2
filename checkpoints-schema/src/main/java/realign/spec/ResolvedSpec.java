package realign.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import realign.spec.binding.Binder;
import realign.spec.binding.InputPlace;
import realign.spec.binding.SettingPath;
import realign.spec.binding.Settings;

/**
 * A run spec with nothing left open: defaults filled in, inputs at absolute places and with the
 * digest of their content. What {@code runs/<run>/spec.json} holds.
 *
 * @param schemaVersion version of this form
 * @param spec the spec; its inputs are absolute paths
 * @param inputs content of each input, in the order of the spec
 * @param identity digest of the spec's canonical JSON in which each input is replaced by its
 *     content, so that moved data are the same run and changed data are another
 */
public record ResolvedSpec(
    @Setting(value = "version of this form", example = "1", min = 1, max = 1) int schemaVersion,
    @Setting(
            value = "the run spec",
            example =
                "{apiVersion: realign/v1, name: nightly, model: {path: /model}, align: {data: {path:"
                    + " /safe.jsonl, format: alpaca}, methods: [{name: sft}]}}")
        RunSpec spec,
    @Setting(value = "content of each input", example = "[]", minItems = 0)
        List<InputContent> inputs,
    @Setting(
            value = "digest of the spec with the content of its inputs",
            pattern = "[0-9a-f]{64}",
            example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        String identity) {

  private static final int VERSION = 1;

  public ResolvedSpec {
    Settings.check(ResolvedSpec.class, schemaVersion, spec, inputs, identity);
    inputs = List.copyOf(inputs);
    refuseOther(spec, inputs, identity);
  }

  /**
   * Resolves a spec.
   *
   * @param folder where relative paths begin: the folder of the spec's file
   * @throws ProblemException with every input that is missing or cannot be read
   */
  public static ResolvedSpec resolve(RunSpec spec, Path folder, ContentDigest digests) {
    return new InputResolution(folder, digests, null).resolve(spec);
  }

  /**
   * Resolves a spec whose inputs may lie elsewhere; their places stay as they were written.
   *
   * @param fetcher brings such inputs here
   * @throws ProblemException with every input that is missing or cannot be read
   */
  public static ResolvedSpec resolve(
      RunSpec spec, Path folder, ContentDigest digests, InputFetcher fetcher) {
    return new InputResolution(folder, digests, fetcher).resolve(spec);
  }

  /** The same run with every input at its place on this machine; fetches nothing. */
  public ResolvedSpec local(InputFetcher fetcher) {
    ObjectNode tree = Binder.tree(spec);
    for (InputPlace input : InputPlace.of(spec)) {
      if (InputFetcher.isRemote(input.location())) {
        String place = fetcher.place(input.location()).toString();
        new SettingPath(input.path()).replace(tree, JsonNodeFactory.instance.textNode(place));
      }
    }
    return new ResolvedSpec(
        VERSION, SpecReader.ofRunSpec().tree(spec.name(), tree).value(), inputs, identity);
  }

  static ResolvedSpec of(RunSpec spec, List<InputContent> inputs) {
    return new ResolvedSpec(VERSION, spec, inputs, identity(spec, inputs));
  }

  /**
   * Reads {@code spec.json} as strictly as any spec, its identity included.
   *
   * @param name what messages call it
   */
  public static ResolvedSpec read(String name, String json) {
    Problems problems = new Problems();
    String document = name.endsWith(".json") ? name : name + ".json";
    return Binder.bind(Binder.parse(document, json, problems), ResolvedSpec.class, problems)
        .value();
  }

  /** The text for {@code spec.json}. */
  public String json() {
    return PrettyJson.write(Binder.tree(this));
  }

  /** The run's id where the user gave no other. */
  public RunId runId() {
    return RunId.of(spec.name(), identity);
  }

  /** Content of the input that a setting names. */
  public Optional<String> digest(String setting) {
    return inputs.stream()
        .filter(i -> i.setting().equals(setting))
        .map(InputContent::digest)
        .findFirst();
  }

  /**
   * What differs in another spec, a line each: {@code align.optimiser.lr: 0.001 -> 0.002}. Empty
   * exactly when the identities are equal.
   */
  public List<String> difference(ResolvedSpec other) {
    return SpecDifference.of(identityTree(spec, inputs), identityTree(other.spec, other.inputs));
  }

  /**
   * Refuses to go on with a run under another spec than the one that it began with.
   *
   * @param run the run, which began with this spec
   * @param asked the spec that is asked for now
   * @throws ProblemException with every changed setting
   */
  public void requireSame(RunId run, ResolvedSpec asked) {
    List<Problem> changes =
        difference(asked).stream()
            .map(
                line ->
                    new Problem(
                        "RLN-121",
                        "run " + run,
                        null,
                        "must keep its spec, which differs in " + line,
                        "Take back the change, or begin a new run: --fresh or --run ID"))
            .toList();
    if (!changes.isEmpty()) {
      throw new ProblemException(ExitCode.INVALID, changes);
    }
  }

  /** The spec as a document in which each input is replaced by its content. */
  ObjectNode contents() {
    return identityTree(spec, inputs);
  }

  private static String identity(RunSpec spec, List<InputContent> inputs) {
    return Digest.of((JsonNode) identityTree(spec, inputs));
  }

  private static ObjectNode identityTree(RunSpec spec, List<InputContent> inputs) {
    ObjectNode tree = Binder.tree(spec);
    for (InputContent input : inputs) {
      new SettingPath(input.setting())
          .replace(tree, JsonNodeFactory.instance.textNode("content " + input.digest()));
    }
    return tree;
  }

  private static void refuseOther(RunSpec spec, List<InputContent> inputs, String identity) {
    List<String> named = InputPlace.of(spec).stream().map(InputPlace::path).toList();
    List<String> given = inputs.stream().map(InputContent::setting).toList();
    SpecRule.require(
        named.equals(given),
        "inputs",
        given.toString(),
        "must be those that the spec names " + named,
        "Do not edit it: begin a new run");
    String computed = identity(spec, inputs);
    SpecRule.require(
        computed.equals(identity),
        "identity",
        identity,
        "must be that of the spec and its inputs (" + computed + ")",
        "Do not edit it: begin a new run");
  }
}
