package realign.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Visits every state that can be reached, the nearest first, and stops at the first broken one. */
final class Search {
  private final Protocol protocol;
  private final Set<String> seen = new HashSet<>();
  private final Set<String> labels = new TreeSet<>();
  private final Deque<Node> queue = new ArrayDeque<>();
  private int finished;

  /** The way to a state: the steps before, without their states. */
  private record Way(@Nullable Way before, String step) {}

  private record Node(@Nullable Way way, World world) {}

  /**
   * What was found.
   *
   * @param states states that were visited
   * @param finished states in which the scope is done
   * @param labels kinds of steps that were taken
   * @param broken what does not hold, or null
   * @param trace the steps that lead there
   */
  record Result(
      int states, int finished, Set<String> labels, @Nullable Broken broken, List<String> trace) {

    /** For people: what is broken and how one comes there. */
    String story() {
      return broken == null
          ? states + " states, nothing broken"
          : "%s%n%d states%n  %s"
              .formatted(broken.getMessage(), states, String.join("%n  ".formatted(), trace));
    }
  }

  Search(Protocol protocol) {
    this.protocol = protocol;
  }

  Result run() {
    visit(new Node(null, protocol.begin()));
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      for (Protocol.Step step : protocol.steps(node.world())) {
        Way way = new Way(node.way(), step.label());
        labels.add(step.label().substring(step.label().indexOf(' ') + 1));
        try {
          visit(new Node(way, step.taken()));
        } catch (Broken e) {
          return result(e, way);
        }
      }
    }
    return result(null, null);
  }

  private void visit(Node node) {
    if (seen.add(node.world().encode())) {
      queue.add(node);
      finished += node.world().fold().done() == null ? 0 : 1;
    }
  }

  private Result result(@Nullable Broken broken, @Nullable Way way) {
    List<String> trace = new ArrayList<>();
    for (Way at = way; at != null; at = at.before()) {
      trace.add(at.step());
    }
    Collections.reverse(trace);
    return new Result(seen.size(), finished, labels, broken, trace);
  }
}
