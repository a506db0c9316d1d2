package realign.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import realign.spec.AttackSpec;
import realign.spec.DataSpec;
import realign.spec.EvaluateSpec;
import realign.spec.PoisonAmounts;
import realign.spec.RunSpec;

/**
 * A file of the load stage and what is made of it.
 *
 * @param artefact name of the artefact
 * @param kind what it becomes
 * @param data the file and the rows of it that count
 * @param rows rows that are needed, of which a missing one is a problem; null for all there are
 * @param setting where the spec speaks of it
 */
public record LoadInput(
    String artefact, Kind kind, DataSpec data, @Nullable Integer rows, String setting) {
  /** What becomes of a file. */
  public enum Kind {
    /** Tokenised rows with answers: an {@link ExampleSet}. */
    EXAMPLES,
    /** Prompts that are answered and judged: {@link Prompt} lines. */
    PROMPTS,
    /** Prompts with an expected answer: {@link Prompt} lines. */
    QUESTIONS
  }

  /** Names of the artefacts. */
  public static final String SET_ALIGN = "set-align";

  public static final String SET_ATTACK_BENIGN = "set-attack-benign";
  public static final String SET_ATTACK_HARMFUL = "set-attack-harmful";
  public static final String SET_GUIDE = "set-guide";
  public static final String PROMPTS_HARMFUL = "prompts-harmful";
  public static final String PROMPTS_OVER_REFUSAL = "prompts-over-refusal";
  public static final String PROMPTS_ACCURACY = "prompts-accuracy";

  /** All files of a spec, in the order in which they are read. */
  static List<LoadInput> of(RunSpec spec) {
    List<LoadInput> inputs = new ArrayList<>();
    DataSpec align = spec.align().data();
    inputs.add(new LoadInput(SET_ALIGN, Kind.EXAMPLES, align, null, "align.data"));
    if (spec.attack() != null) {
      addAttack(inputs, spec.attack(), align);
    }
    if (spec.evaluate() != null) {
      addPrompts(inputs, spec.evaluate());
    }
    return List.copyOf(inputs);
  }

  private static void addAttack(List<LoadInput> inputs, AttackSpec attack, DataSpec align) {
    int harmful = most(attack, PoisonAmounts::harmful);
    int benign = most(attack, PoisonAmounts::benign);
    inputs.add(
        new LoadInput(
            SET_ATTACK_HARMFUL, Kind.EXAMPLES, attack.harmful(), harmful, "attack.harmful"));
    inputs.add(
        new LoadInput(SET_ATTACK_BENIGN, Kind.EXAMPLES, attack.benign(), benign, "attack.benign"));
    inputs.add(
        new LoadInput(SET_GUIDE, Kind.EXAMPLES, safe(align), attack.guide(), "attack.guide"));
  }

  private static void addPrompts(List<LoadInput> inputs, EvaluateSpec evaluate) {
    inputs.add(
        new LoadInput(
            PROMPTS_HARMFUL, Kind.PROMPTS, evaluate.harmful().data(), null, "evaluate.harmful"));
    if (evaluate.overRefusal() != null) {
      inputs.add(
          new LoadInput(
              PROMPTS_OVER_REFUSAL,
              Kind.PROMPTS,
              evaluate.overRefusal(),
              null,
              "evaluate.overRefusal"));
    }
    if (evaluate.benign() != null) {
      inputs.add(
          new LoadInput(
              PROMPTS_ACCURACY, Kind.QUESTIONS, evaluate.benign(), null, "evaluate.benign"));
    }
  }

  /** Guide rows are the first safe rows of the alignment's file, whatever its limit. */
  private static DataSpec safe(DataSpec align) {
    DataSpec.Keep keep =
        align.format() == DataSpec.Format.BEAVERTAILS ? DataSpec.Keep.SAFE : align.keep();
    return new DataSpec(
        align.path(), align.format(), keep, align.skip(), null, align.maxBadRecords());
  }

  private static int most(AttackSpec attack, ToIntFunction<PoisonAmounts> part) {
    return attack.cells().harmfulRatio().stream()
        .map(attack::amounts)
        .mapToInt(part)
        .max()
        .orElse(0);
  }

  /** The setting that names the file; guide rows come from the alignment's. */
  String pathSetting() {
    return (artefact.equals(SET_GUIDE) ? "align.data" : setting) + ".path";
  }

  /** Whether its text must not leave the restricted part of the store. */
  boolean restricted() {
    return kind != Kind.EXAMPLES || artefact.equals(SET_ATTACK_HARMFUL);
  }
}
