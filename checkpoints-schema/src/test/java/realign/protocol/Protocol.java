package realign.protocol;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** The steps that are possible in a state, by the rules of the protocol or with some taken away. */
final class Protocol {
  private final Bounds bounds;
  private final EnumSet<Rule> away;

  Protocol(Bounds bounds, Rule... away) {
    this.bounds = bounds;
    this.away = EnumSet.noneOf(Rule.class);
    this.away.addAll(List.of(away));
  }

  /** Something that may happen next. */
  record Step(String label, World from, int slot, Consumer<World> effect) {
    World taken() {
      World to = from.copy(slot);
      effect.accept(to);
      return to;
    }
  }

  Bounds bounds() {
    return bounds;
  }

  World begin() {
    return new World(bounds);
  }

  boolean holds(Rule rule) {
    return !away.contains(rule);
  }

  List<Step> steps(World world) {
    List<Step> steps = new ArrayList<>();
    for (int slot = 0; slot < world.procs.length; slot++) {
      new Steps(this, world, slot, steps).add();
    }
    for (World.Late request : world.late) {
      steps.add(new Step("store does what it was asked late", world, -1, w -> arrive(w, request)));
    }
    return steps;
  }

  private static void arrive(World world, World.Late request) {
    world.arrived(request);
    Entry put = request.put();
    if (put == null) {
      world.delete(request.delete());
    } else {
      world.putIfAbsent(put);
    }
  }
}
