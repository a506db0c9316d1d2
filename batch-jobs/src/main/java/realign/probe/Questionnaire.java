package realign.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import realign.data.Prompt;
import realign.data.TextCodec;
import realign.spec.Digest;

/**
 * Prompts of one probe with their ids, put to a model in fixed batches. Generation only; judging is
 * the probe's matter.
 */
final class Questionnaire {
  /**
   * @param prompt what was asked
   * @param digest SHA-256 of the prompt's text, by which runs are paired
   * @param text the answer without special tokens, stripped
   * @param tokens tokens of the answer, its end included
   */
  record Answer(Prompt prompt, String digest, String text, int tokens) {
    /** Without the text, which nobody should meet in a log. */
    @Override
    public String toString() {
      return "answer to " + prompt + ", " + tokens + " tokens";
    }
  }

  private final List<Prompt> prompts;
  private final FixedBatches batches;
  private final int maxNewTokens;
  private final TextCodec codec;

  Questionnaire(List<Prompt> prompts, int batchSize, int maxNewTokens, TextCodec codec) {
    this.prompts = List.copyOf(prompts);
    this.batches = new FixedBatches(prompts.size(), batchSize);
    this.maxNewTokens = maxNewTokens;
    this.codec = codec;
  }

  FixedBatches batches() {
    return batches;
  }

  /** Asks one batch. */
  List<Answer> ask(int batch, Subject subject) {
    List<Prompt> asked = prompts.subList(batches.from(batch), batches.to(batch));
    int[][] ids = asked.stream().map(p -> codec.encode(p.prompt())).toArray(int[][]::new);
    int[][] answers = subject.generate(ids, maxNewTokens);
    List<Answer> texts = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      Prompt prompt = asked.get(i);
      String text = codec.decode(withoutEnd(answers[i], subject)).strip();
      texts.add(new Answer(prompt, Digest.of(prompt.prompt()), text, answers[i].length));
    }
    return texts;
  }

  /** Tokens of the longest prompt with the longest answer. */
  int longest() {
    int longest = prompts.stream().mapToInt(p -> codec.encode(p.prompt()).length).max().orElse(0);
    return longest + maxNewTokens;
  }

  private static int[] withoutEnd(int[] answer, Subject subject) {
    boolean ended = answer.length > 0 && subject.ends(answer[answer.length - 1]);
    return ended ? Arrays.copyOf(answer, answer.length - 1) : answer;
  }
}
