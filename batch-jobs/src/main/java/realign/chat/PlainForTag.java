package realign.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.ElseTag;
import com.hubspot.jinjava.lib.tag.ForTag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.util.ObjectIterator;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The library's loop, in which every turn begins with the same variables as Jinja's does, and
 * without the two forms that it silently takes for something else: {@code for ... if ...} and
 * {@code else}.
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

  @Override
  public String renderForCollection(
      TagNode tag, JinjavaInterpreter interpreter, List<String> names, Object collection) {
    List<Object> items = new ArrayList<>();
    ObjectIterator.getLoop(collection).forEachRemaining(items::add);
    return super.renderForCollection(tag, interpreter, names, new Turns(items, interpreter));
  }

  /** Forgets at each turn what the one before has set. */
  private static final class Turns extends AbstractCollection<Object> {
    private final List<Object> items;
    private final JinjavaInterpreter interpreter;

    Turns(List<Object> items, JinjavaInterpreter interpreter) {
      this.items = items;
      this.interpreter = interpreter;
    }

    @Override
    public Iterator<Object> iterator() {
      Iterator<Object> all = items.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public Object next() {
          interpreter.getContext().getScope().keySet().retainAll(Set.of(LOOP));
          return all.next();
        }
      };
    }

    @Override
    public int size() {
      return items.size();
    }
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
