package realign.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import realign.data.ExampleSet;
import realign.data.LoadInput;
import realign.data.Prompt;
import realign.data.TextCodec;
import realign.log.Restored;
import realign.spec.EvaluateSpec;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * The probes of a spec over the prompts and rows that the load scope left, in their fixed order.
 */
final class ProbeSet {
  private static final JsonMapper JSON = new JsonMapper();

  private final EvaluateSpec spec;
  private final Judges judges;
  private final Restored load;
  private final TextCodec codec;

  ProbeSet(EvaluateSpec spec, Judges judges, Restored load, TextCodec codec) {
    this.spec = spec;
    this.judges = judges;
    this.load = load;
    this.codec = codec;
  }

  List<Probe> probes() {
    Refusals refusals = new Refusals(spec.refusals());
    List<Probe> probes = new ArrayList<>();
    probes.add(new HarmfulProbe(questionnaire(LoadInput.PROMPTS_HARMFUL), refusals, judges.all()));
    if (spec.overRefusal() != null) {
      probes.add(new OverRefusalProbe(questionnaire(LoadInput.PROMPTS_OVER_REFUSAL), refusals));
    }
    if (spec.benign() != null) {
      probes.add(new AccuracyProbe(questionnaire(LoadInput.PROMPTS_ACCURACY), refusals));
    }
    ExampleSet alignment = ExampleSet.read(load.artefact(LoadInput.SET_ALIGN));
    probes.add(new AlignmentLossProbe(alignment, spec.batchSize()));
    probes.add(new DriftProbe(alignment));
    return List.copyOf(probes);
  }

  /** Refuses prompts that leave no room for an answer. */
  static void requireRoom(List<Probe> probes, int positions) {
    for (Probe probe : probes) {
      if (probe instanceof AnswerProbe asks && asks.longest() > positions) {
        throw new ProblemException(
            ExitCode.INVALID,
            new Problem(
                    "RLN-223",
                    "evaluate.maxNewTokens",
                    asks.longest() + " with the longest " + probe.name() + " prompt",
                    "must leave prompt and answer within the model's " + positions + " positions",
                    "Lower evaluate.maxNewTokens, or take shorter prompts")
                .readsAlso("model.path"));
      }
    }
  }

  private Questionnaire questionnaire(String artefact) {
    List<Prompt> prompts = lines(load.artefact(artefact)).stream().map(ProbeSet::prompt).toList();
    return new Questionnaire(prompts, spec.batchSize(), spec.maxNewTokens(), codec);
  }

  private static List<String> lines(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString().lines().toList();
  }

  private static Prompt prompt(String line) {
    try {
      return JSON.readValue(line, Prompt.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a line of prompts is not as the load stage writes it");
    }
  }
}
