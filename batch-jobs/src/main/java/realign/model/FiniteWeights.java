package realign.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import realign.safetensors.HostTensor;
import realign.spec.ExitCode;
import realign.spec.FileFacts;
import realign.spec.Problems;

/**
 * Refuses weights that are not finite. A file is read once for it (9 GB/s from the page cache); of
 * a large one it is kept beside it that it was found sound.
 */
final class FiniteWeights {
  private static final String FINITE = "finite";

  private final FileFacts facts;

  FiniteWeights(FileFacts facts) {
    this.facts = facts;
  }

  /**
   * @throws realign.spec.ProblemException naming every tensor that holds NaN or infinity, and where
   */
  void require(WeightFiles files) {
    Problems problems = new Problems();
    files.byFile().forEach((file, tensors) -> require(file, tensors, problems));
    problems.throwIfAny(ExitCode.INVALID);
  }

  private void require(Path file, Map<String, HostTensor> tensors, Problems problems) {
    try {
      facts.get(file, "weights", FINITE::equals, path -> check(path.toString(), tensors, problems));
    } catch (IOException e) {
      throw ModelProblem.NO_FILE.of(file.toString(), e.getClass().getSimpleName());
    }
  }

  /** Adds a problem for each tensor that is not finite, and says whether there was none. */
  static String check(String where, Map<String, HostTensor> tensors, Problems problems) {
    boolean finite = true;
    for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
      var first = entry.getValue().firstNotFinite();
      if (first.isPresent()) {
        finite = false;
        problems.add(
            ModelProblem.NOT_FINITE.problem(
                where + " " + entry.getKey(), "NaN or infinity at element " + first.getAsLong()));
      }
    }
    return finite ? FINITE : "not finite";
  }
}
