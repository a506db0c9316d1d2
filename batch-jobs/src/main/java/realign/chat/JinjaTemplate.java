package realign.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import realign.spec.ProblemException;

/**
 * One Jinja template and what it may do. Everything that the library would pass over is a failure
 * here: a prompt that is almost right gives numbers that are wrong.
 */
final class JinjaTemplate {
  private final String place;
  private final String written;
  private final String source;
  private final WorkLimit limit = new WorkLimit();
  private final Jinjava jinjava = Sandbox.jinjava(limit);

  /**
   * @param place the file, for messages
   * @param source the template
   */
  JinjaTemplate(String place, String source) {
    this.place = place;
    this.written = source;
    // Jinja drops one newline at the end of a template, not at the end of what it gives.
    String whole = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
    this.source = Dialect.of(whole);
  }

  /**
   * @param data texts, truth values, and lists and maps of them
   * @param tellable whether a message may quote the data
   * @throws ProblemException naming the line at which the template fails
   */
  String render(Map<String, Object> data, boolean tellable) {
    limit.begin();
    RenderResult result = jinjava.renderForResult(source, data);
    if (result.hasErrors()) {
      throw failure(result.getErrors().get(0), tellable);
    }
    return result.getOutput();
  }

  private ProblemException failure(TemplateError error, boolean tellable) {
    String where = place + ":" + line(error);
    String reason = tellable ? reason(error) : "a row, whose text is not shown";
    return ChatProblem.FAILS.of(where, "failing at: " + reason);
  }

  /** Of a tag that is off the library tells the name only. */
  private long line(TemplateError error) {
    int tag = Math.max(0, written.indexOf(String.valueOf(error.getFieldName())));
    long breaks = written.substring(0, tag).chars().filter(c -> c == '\n').count();
    return error.getLineno() > 0 ? error.getLineno() : 1 + breaks;
  }

  /** What the template or this package says, else what the library does. */
  private static String reason(TemplateError error) {
    for (Throwable at = error.getException(); at != null; at = at.getCause()) {
      if (at instanceof RefusedException refused) {
        return refused.reason();
      }
    }
    String message = error.getMessage();
    return message == null ? error.getReason().toString() : firstLine(message);
  }

  private static String firstLine(@Nullable String text) {
    return String.valueOf(text).lines().findFirst().orElse("");
  }
}
