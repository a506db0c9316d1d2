package realign.chat;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.tree.Node;
import java.util.function.BiConsumer;

/** Counts the parts of a template that one rendering goes through, so that every one ends. */
final class WorkLimit implements BiConsumer<Node, JinjavaInterpreter> {
  /** Long templates take some hundreds. */
  private static final int MOST = 20_000;

  private int left = MOST;

  void begin() {
    left = MOST;
  }

  @Override
  public void accept(Node node, JinjavaInterpreter interpreter) {
    if (--left < 0) {
      throw new RefusedException("longer than " + MOST + " steps");
    }
  }
}
