package realign.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import realign.spec.EvaluateSpec;
import realign.spec.JudgeSpec;
import realign.spec.ModelSpec.Device;

/** The judges of a spec, each with a name of its own; opened and closed together. */
public final class Judges implements AutoCloseable {
  private final List<Judge> all;

  private Judges(List<Judge> all) {
    this.all = List.copyOf(all);
  }

  /** The judges, not yet open. */
  static Judges of(EvaluateSpec.HarmfulSpec spec, Device device, Refusals refusals) {
    List<Judge> judges = new ArrayList<>();
    for (int i = 0; i < spec.judges().size(); i++) {
      judges.add(judge(spec.judgeNames().get(i), spec.judges().get(i), device, refusals));
    }
    return new Judges(judges);
  }

  /**
   * A judge, not yet open.
   *
   * @param name in records and reports
   * @param device where a judge that is a model computes
   */
  public static Judge judge(String name, JudgeSpec spec, Device device, Refusals refusals) {
    if (spec instanceof JudgeSpec.Classifier classifier) {
      return new ClassifierJudge(name, classifier, device);
    }
    JudgeSpec.Lexicon lexicon = (JudgeSpec.Lexicon) spec;
    return LexiconJudge.read(name, Path.of(lexicon.lexicon()), refusals);
  }

  List<Judge> all() {
    return all;
  }

  void open() {
    all.forEach(Judge::open);
  }

  @Override
  public void close() {
    all.forEach(Judge::close);
  }
}
