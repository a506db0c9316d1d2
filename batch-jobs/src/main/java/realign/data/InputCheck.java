package realign.data;

import java.util.ArrayList;
import java.util.List;
import realign.spec.ProblemException;
import realign.spec.RunSpec;

/**
 * Reads and tokenises every file of a spec and keeps nothing. Not for a run, which stops at the
 * first bad file: this one goes on to the next, so that all problems are told at once.
 *
 * @param loaded what became of the good files
 * @param failures what is wrong with the others
 */
public record InputCheck(List<LoadedInput> loaded, List<ProblemException> failures) {
  public InputCheck {
    loaded = List.copyOf(loaded);
    failures = List.copyOf(failures);
  }

  /**
   * Checks the files.
   *
   * @param spec with file names that this process can open
   * @param codec the model's tokenizer, with the spec's template
   */
  public static InputCheck of(RunSpec spec, TextCodec codec, RowReader reader) {
    InputLoader loader = new InputLoader(reader, new Tokenisation(spec.text().maxLength(), codec));
    List<LoadedInput> loaded = new ArrayList<>();
    List<ProblemException> failures = new ArrayList<>();
    for (LoadInput input : LoadInput.of(spec)) {
      try {
        loaded.add(loader.load(input).report());
      } catch (ProblemException bad) {
        failures.add(bad);
      }
    }
    return new InputCheck(loaded, failures);
  }
}
