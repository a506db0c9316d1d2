package realign.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import realign.safetensors.HostTensor;
import realign.spec.ExitCode;
import realign.spec.FileFacts;
import realign.spec.Problems;

/**
 * A model as Hugging Face's libraries save it: configuration and weights. Not its tokenizer, see
 * {@link RealignTokenizer}.
 */
final class ModelDirectory {
  private ModelDirectory() {}

  /** What {@code config.json} and {@code generation_config.json} say. */
  static Architecture architecture(Path directory) {
    Path file = directory.resolve("config.json");
    return DecoderFamilies.read(
        file,
        JsonFile.read(file),
        JsonFile.readIfPresent(directory.resolve("generation_config.json")),
        DecoderFamily::causalClass);
  }

  /** The same of a model that scores labels, which generates nothing. */
  static LabelledArchitecture classifier(Path directory) {
    Path file = directory.resolve("config.json");
    ObjectNode config = JsonFile.read(file);
    return LabelledArchitecture.read(
        file,
        config,
        DecoderFamilies.read(file, config, JsonFile.newObject(), DecoderFamily::classifierClass));
  }

  static boolean hasWeights(Path directory) {
    return WeightFiles.areIn(directory);
  }

  /**
   * The expected tensors, in their storage types: F32, F16 or BF16, not necessarily the same for
   * all. Views of mapped files.
   *
   * @throws realign.spec.ProblemException naming everything that is missing, left over, of another
   *     shape or storage type, not where the index says, or not finite
   */
  static Map<String, HostTensor> tensors(Path directory, ExpectedTensors expected) {
    WeightFiles files = files(directory, expected);
    Map<String, HostTensor> tensors = pick(directory, expected, files);
    new FiniteWeights(new FileFacts()).require(files);
    return tensors;
  }

  /** Refuses what {@link #tensors} does, but for numbers that are not finite: reads none. */
  static void requireTensors(Path directory, ExpectedTensors expected) {
    pick(directory, expected, files(directory, expected));
  }

  private static WeightFiles files(Path directory, ExpectedTensors expected) {
    return WeightFiles.read(directory, expected::isDerived);
  }

  private static Map<String, HostTensor> pick(
      Path directory, ExpectedTensors expected, WeightFiles files) {
    Problems problems = new Problems();
    Map<String, HostTensor> tensors =
        expected.pick(directory.toString(), files.tensors(), problems);
    problems.throwIfAny(ExitCode.INVALID);
    return tensors;
  }
}
