package realign.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.regex.Pattern;

/**
 * The library's loop without the two forms of Jinja that it silently takes for something else:
 * {@code for ... if ...} and {@code else}.
 */
final class PlainForTag extends ForTag {
  private static final long serialVersionUID = 1L;

  private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern GROUP = Pattern.compile("\\([^()]*\\)");
  private static final Pattern CONDITION = Pattern.compile("\\sif\\s");

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    if (CONDITION.matcher(bare(tag.getHelpers())).find()) {
      throw new RefusedException("using a condition in a for");
    }
    for (Node child : tag.getChildren()) {
      if (child instanceof TagNode inner && inner.getName().equals(ElseTag.TAG_NAME)) {
        throw new RefusedException("using an else of a for");
      }
    }
    return super.interpret(tag, interpreter);
  }

  /** Without texts and groups, in which the word would be another. */
  private static String bare(String expression) {
    String bare = QUOTED.matcher(expression).replaceAll("''");
    String before;
    do {
      before = bare;
      bare = GROUP.matcher(bare).replaceAll("");
    } while (!bare.equals(before));
    return bare;
  }
}
