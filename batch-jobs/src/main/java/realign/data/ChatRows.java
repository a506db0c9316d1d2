package realign.data;

import java.nio.file.Path;
import realign.chat.ChatTemplate;
import realign.model.ChatSource;
import realign.spec.ExitCode;
import realign.spec.Problem;
import realign.spec.ProblemException;

/**
 * Rows as conversations of a question and its answer, in the model's own chat template. The
 * question is the instruction, with an empty line and the input behind it where there is one.
 */
record ChatRows(ChatTemplate chat) implements Template {

  /**
   * @throws ProblemException for a model without a chat template, or with one that fails
   */
  static ChatRows of(ChatSource source) {
    String template = source.template();
    if (template == null) {
      throw none(source.directory());
    }
    return new ChatRows(ChatTemplate.of(source.place(), template, source.tokens()));
  }

  private static ProblemException none(Path directory) {
    return new ProblemException(
        ExitCode.INVALID,
        new Problem(
                "RLN-231",
                "text.template",
                "chat",
                "must be vaccine or booster where the model has no chat template",
                "Choose one of them, take a model that was made for chat, or put its"
                    + " chat_template.jinja into "
                    + directory)
            .readsAlso("model.path"));
  }

  @Override
  public String prompt(Row row) {
    return chat.prompt(question(row));
  }

  @Override
  public String answered(Row row, String end) {
    return chat.answered(question(row), row.output());
  }

  @Override
  public boolean complete() {
    return true;
  }

  private static String question(Row row) {
    return row.input().isEmpty() ? row.instruction() : row.instruction() + "\n\n" + row.input();
  }
}
