package realign.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import realign.spec.JudgeSpec;

/** Makes the judges of a spec, each with a name of its own: lexicon, lexicon-2, ... */
final class Judges {
  private Judges() {}

  static List<Judge> of(List<JudgeSpec> specs, Refusals refusals) {
    List<Judge> judges = new ArrayList<>();
    for (JudgeSpec spec : specs) {
      if (spec instanceof JudgeSpec.Lexicon lexicon) {
        String name = judges.isEmpty() ? "lexicon" : "lexicon-" + (judges.size() + 1);
        judges.add(LexiconJudge.read(name, Path.of(lexicon.lexicon()), refusals));
      }
    }
    return judges;
  }
}
