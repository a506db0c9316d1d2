package realign.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import realign.spec.ProblemException;
import realign.spec.RunSpec;

/**
 * Reads and tokenises every file of a spec and writes nothing. Not for a run, which stops at the
 * first bad file: this one goes on to the next, so that all problems are told at once.
 *
 * @param loaded what became of the good files
 * @param sets rows to train on, by the name of their artefact
 * @param failures what is wrong with the others
 */
public record InputCheck(
    List<LoadedInput> loaded, Map<String, ExampleSet> sets, List<ProblemException> failures) {
  public InputCheck {
    loaded = List.copyOf(loaded);
    sets = Map.copyOf(sets);
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
    Map<String, ExampleSet> sets = new HashMap<>();
    List<ProblemException> failures = new ArrayList<>();
    for (LoadInput input : LoadInput.of(spec)) {
      try {
        InputLoader.Loaded made = loader.load(input);
        loaded.add(made.report());
        if (made.examples() != null) {
          sets.put(input.artefact(), made.examples());
        }
      } catch (ProblemException bad) {
        failures.add(bad);
      }
    }
    return new InputCheck(loaded, sets, failures);
  }
}
