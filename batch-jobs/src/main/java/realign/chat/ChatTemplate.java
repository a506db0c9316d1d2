package realign.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The chat template of a model, for conversations of one question and one answer. What it gives
 * holds all special tokens; a tokenizer must add none. Not for tools, documents or several turns.
 */
public final class ChatTemplate {
  private static final String QUESTION = "What is this?";
  private static final String ANSWER = "A question.";

  private final JinjaTemplate jinja;
  private final Map<String, String> tokens;

  private ChatTemplate(JinjaTemplate jinja, Map<String, String> tokens) {
    this.jinja = jinja;
    this.tokens = Map.copyOf(tokens);
  }

  /**
   * Reads a template and tries it on a question and its answer.
   *
   * @param place the file, for messages
   * @param source the template
   * @param tokens texts of special tokens by the names under which templates know them, {@code
   *     bos_token} and so on
   * @throws realign.spec.ProblemException naming the line at which the template fails
   */
  public static ChatTemplate of(String place, String source, Map<String, String> tokens) {
    ChatTemplate template = new ChatTemplate(new JinjaTemplate(place, source), tokens);
    template.tryOut(place, source);
    return template;
  }

  /** Where an answer does not go on from its own prompt, none could be trained as it is asked. */
  private void tryOut(String place, String source) {
    String prompt = jinja.render(data(List.of(user(QUESTION)), true), true);
    String answered = jinja.render(data(List.of(user(QUESTION), assistant(ANSWER)), false), true);
    for (String javas : List.of("null", "true", "false")) {
      if (answered.contains(javas) && !source.contains(javas)) {
        throw ChatProblem.FAILS.of(place, "failing at: using as a text what is " + javas);
      }
    }
    if (!prompt.contains(QUESTION)) {
      throw ChatProblem.SILENT.of(place, "without the question");
    }
    if (!answered.startsWith(prompt) || !answered.substring(prompt.length()).contains(ANSWER)) {
      throw ChatProblem.APART.of(place, "apart");
    }
  }

  /**
   * The text behind which the model answers.
   *
   * @throws realign.spec.ProblemException naming the line at which the template fails
   */
  public String prompt(String question) {
    return jinja.render(data(List.of(user(question)), true), false);
  }

  /** The text of a question and its answer, the end of the answer included. */
  public String answered(String question, String answer) {
    return jinja.render(data(List.of(user(question), assistant(answer)), false), false);
  }

  private Map<String, Object> data(List<Map<String, String>> messages, boolean prompt) {
    Map<String, Object> data = new HashMap<>(tokens);
    data.put("messages", messages);
    data.put("add_generation_prompt", prompt);
    return data;
  }

  private static Map<String, String> user(String content) {
    return Map.of("role", "user", "content", content);
  }

  private static Map<String, String> assistant(String content) {
    return Map.of("role", "assistant", "content", content);
  }
}
